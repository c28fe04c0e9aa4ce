import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LoginTransactions } from './login-transactions.js';

/** Name of the field that marks a form as posted again by our own page. */
export const repostedField = 'reposted';

/** The provider's form, to be posted again from our own origin. Not an error: the filter turns it into a page. */
export class RepostNeeded {
  constructor(readonly fields: readonly { readonly name: string; readonly value: string }[]) {}
}

/**
 * A form that the provider's page posts comes from another site, so the browser leaves our SameSite=Lax cookies out, the
 * session's as well as the pending login's. Such a form is shown once as a page of ours that posts it again, now with them.
 * SameSite=None would bring the login's cookie but not the session's, and does not exist over plain http.
 */
@Injectable()
export class FormRepostGuard implements CanActivate {
  constructor(private readonly transactions: LoginTransactions) {}

  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!(body instanceof URLSearchParams) || body.has(repostedField) || this.transactions.any(headers.cookie)) return true;
    throw new RepostNeeded([...body].map(([name, value]) => ({ name, value })));
  }
}
