import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { SignInError } from '../sign-in-error.js';
import { requestBehind } from '../http/sign-in-request.js';
import { BearerTokens } from '../tokens/bearer-tokens.js';
import { crossSiteRoute } from './decorators.js';

/** RFC 9110, section 9.2.1. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether requests of this method, in capitals, may change something. */
export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method);
}

/**
 * An unsafe request must come from a page of ours. The browser says where it comes from, in Sec-Fetch-Site or, where it is too old
 * for that, in Origin; without either it is no browser's, or one whose SameSite=Lax keeps the session's cookie back. The same rules
 * as CrossOriginProtection of Go's net/http; SECURITY.md says which browsers they rest on.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = requestBehind(context);
    // No browser adds a bearer token by itself, and no page of another site may: what it lets in is not let in by a session.
    if (request === undefined || !isUnsafe(request.method) || BearerTokens.read(request) !== undefined) return true;
    if (this.reflector.getAllAndOverride<boolean | undefined>(crossSiteRoute, [context.getHandler(), context.getClass()])) return true;
    const site = request.headers['sec-fetch-site'];
    if (site === 'same-origin' || site === 'none') return true;
    if (site) throw refused(`Sec-Fetch-Site is ${String(site).slice(0, 20)}`);
    const { origin } = request.headers;
    if (!origin || origin === this.settings.publicUrl.origin) return true;
    throw refused('Origin is not that of PUBLIC_URL');
  }
}

function refused(reason: string): SignInError {
  return new SignInError('csrf_refused', `A request from another site was refused: ${reason}.`);
}
