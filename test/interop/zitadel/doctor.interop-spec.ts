import { ServerProcess } from '../../servers/server-process.js';
import { freePort } from '../../support/free-port.js';
import { describeDoctor } from '../describe-doctor.js';
import { client, type InteropProvider } from '../interop-provider.js';
import { zitadelProgram, zitadelVersion } from './program.mjs';

const person = { username: 'test-user@localhost', password: 'verysecure' };

const noPage = (): Promise<never> => Promise.reject(new Error('only the sign-in is used here'));

/** The person is one that it brings along. */
async function start(appUrl: string): Promise<InteropProvider> {
  const port = String(await freePort());
  const issuer = `http://localhost:${port}/`;
  const file = zitadelProgram() ?? 'it was there when this file was chosen to run';
  const given = [port, client.id, client.secret, `${appUrl}/authorization-code/callback`];
  const server = new ServerProcess({ file, arguments: given, directory: '/', user: undefined }, () =>
    fetch(`${issuer}keys`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  await server.start();
  return {
    issuer,
    personName: 'Test User',
    signIn: (browser, page) => browser.submit(page, { ...person }),
    confirmSignOut: noPage,
    signOutAtProvider: noPage,
    close: () => server.stop('SIGTERM'),
  };
}

describeDoctor({ name: "zitadel's example", version: zitadelVersion() }, start, {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-unknown, client-authentication-failed',
  'a redirect URI that is not registered': 'redirect-uri-not-registered',
  'a scope that it does not have': 'fine',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'fine',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
