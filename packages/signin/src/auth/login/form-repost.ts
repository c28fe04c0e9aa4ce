import { Catch, Injectable, PayloadTooLargeException } from '@nestjs/common';
import type { ArgumentsHost, CanActivate, ExceptionFilter, ExecutionContext } from '@nestjs/common';
import { Connections } from '../connections/connections.js';
import { defaultConnection, Settings } from '../../config/settings.js';
import { providerOf } from '../../pages/pages.js';
import { PageViews } from '../page-views.js';
import { repliedRequest } from '../http/request.decorator.js';
import { OwnRoutes } from '../http/own-routes.js';
import { requestBehind } from '../http/sign-in-request.js';
import { LoginTransactions } from './login-transactions.js';

/**
 * What a provider's response to the authorization request is made of: RFC 6749 (4.1.2), RFC 9207, OpenID Connect Session Management 1.0 (2),
 * JWT Secured Authorization Response Mode (2.1). Whoever posts something else does not get it back.
 */
const parameters = new Set(['code', 'state', 'iss', 'session_state', 'error', 'error_description', 'error_uri', 'response']);

/** Characters of all its values together. */
const maxLength = 10_000;

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
  constructor(
    private readonly transactions: LoginTransactions,
    private readonly connections: Connections,
    private readonly routes: OwnRoutes,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { form, headers, url } = repliedRequest(context);
    if (form === undefined || form.has(repostedField) || this.transactions.any(headers.cookie)) return true;
    const connection = await this.connections.find(this.routes.connectionAt(url) ?? defaultConnection);
    if (connection?.provider.responseMode.startsWith('form_post') !== true) return true;
    const fields = [...form].filter(([name]) => parameters.has(name)).map(([name, value]) => ({ name, value }));
    // Escaped for HTML a character is up to six.
    if (fields.reduce((length, { value }) => length + value.length, 0) > maxLength)
      throw new PayloadTooLargeException(`The provider's answer is longer than ${maxLength} characters.`);
    throw new RepostNeeded(fields);
  }
}

/** Shows the page that posts the provider's form again. */
@Catch(RepostNeeded)
export class FormRepostFilter implements ExceptionFilter<RepostNeeded> {
  constructor(
    private readonly views: PageViews,
    private readonly routes: OwnRoutes,
    private readonly settings: Settings,
    private readonly connections: Connections,
  ) {}

  catch(repost: RepostNeeded, host: ArgumentsHost): void {
    const { publicUrl } = this.settings;
    const connection = this.routes.connectionAt(requestBehind(host)?.url ?? '') ?? defaultConnection;
    const { provider } = this.connections.known(connection) ?? this.settings;
    const context = {
      action: this.routes.callback(connection),
      fields: [...repost.fields, { name: repostedField, value: '1' }],
      host: providerOf(provider.server).host,
    };
    const page = this.views.render('form-repost', context, { title: 'Signing you in', person: undefined, base: publicUrl.path });
    requestBehind(host)?.reply?.header('cache-control', 'no-store').html(page);
  }
}
