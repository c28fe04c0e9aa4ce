import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { freePort } from '../../support/free-port.js';
import { callbacksOf, client, type InteropProvider } from '../interop-provider.js';

/** Starts oidc-provider as its documentation configures it, with its own pages for development. */
export async function startOidcProvider(appUrl: string): Promise<InteropProvider> {
  const issuer = `http://localhost:${await freePort()}`;
  const provider = new Provider(issuer, configuration(appUrl));
  const server = createServer((request, response) => void provider.callback()(request, response));
  server.listen(Number(new URL(issuer).port), 'localhost');
  await once(server, 'listening');
  return {
    issuer,
    personName: 'Doctor Who',
    async signIn(browser, page) {
      const consent = page.forms[0]?.fields['prompt'] === 'login' ? await browser.submit(page, { login: 'dwho', password: 'any' }) : page;
      return consent.forms[0]?.fields['prompt'] === 'consent' ? browser.submit(consent) : consent;
    },
    confirmSignOut: (browser, page) => browser.submit(page, { logout: 'yes' }),
    async signOutAtProvider(browser) {
      return browser.submit(await browser.get(`${issuer}/session/end`), { logout: 'yes' });
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function configuration(appUrl: string): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: callbacksOf(appUrl, 'oidc-provider'),
        post_logout_redirect_uris: [`${appUrl}/`],
        backchannel_logout_uri: `${appUrl}/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: 'Doctor Who', preferred_username: accountId, email: `${accountId}@example.org` }),
    }),
    features: { backchannelLogout: { enabled: true } },
    cookies: { keys: ['a key that only this test knows'] },
    // By its own rule only after prompt=consent.
    issueRefreshToken: (_context, registered) => Promise.resolve(registered.grantTypeAllowed('refresh_token')),
    pkce: { required: () => true },
    // It refuses loopback for its own requests: a test has nothing else.
    fetch: (url, { dispatcher: _refusesLoopback, ...options } = {}) => fetch(url, options),
  };
}
