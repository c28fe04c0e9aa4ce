import type { EmbeddedOkta, EmbeddedOktaOptions } from '../../packages/dev-okta/src/embedded-okta.js';
import { startEmbeddedOkta } from '../../packages/dev-okta/src/start.js';

export interface RunningOkta extends EmbeddedOkta {
  /** For startApp: the address that was registered, this provider, its client. */
  readonly env: Readonly<Record<string, string>>;
}

const client = { clientId: 'test-client', clientSecret: 'test-secret-of-the-one-web-client' };

/**
 * Starts the embedded provider on a free port, with the application at `appUrl` as its client.
 * The application uses the org server unless OKTA_AUTH_SERVER says otherwise. It asks for groups, so that it starts with pages that need them.
 */
export async function startOkta(appUrl: string, options: Partial<EmbeddedOktaOptions> = {}): Promise<RunningOkta> {
  const okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: [`${appUrl}/authorization-code/callback`],
    postLogoutRedirectUris: [`${appUrl}/`],
    ...client,
    ...options,
  });
  const env = {
    PORT: new URL(appUrl).port,
    PUBLIC_URL: appUrl,
    OKTA_ORG_URL: okta.origin,
    OKTA_AUTH_SERVER: 'org',
    OIDC_SCOPES: 'openid profile email groups',
    OIDC_CLIENT_ID: options.clientId ?? client.clientId,
    OIDC_CLIENT_SECRET: options.clientSecret ?? client.clientSecret,
  };
  return { ...okta, env };
}
