import { describeDoctor } from '../describe-doctor.js';
import type { InteropProvider } from '../interop-provider.js';
import { springVersion } from './program.mjs';
import { SpringServer } from './spring-server.js';

let server: SpringServer;

beforeAll(async () => {
  server = await SpringServer.start();
}, 200_000);
afterAll(() => server?.stop());

const noPage = (): Promise<never> => Promise.reject(new Error('only the sign-in is used here'));

async function start(appUrl: string): Promise<InteropProvider> {
  await server.register(appUrl);
  return {
    issuer: server.issuer,
    personName: 'dwho',
    signIn: (browser, page) => server.signIn(browser, page),
    confirmSignOut: noPage,
    signOutAtProvider: noPage,
    close: () => Promise.resolve(),
  };
}

// To somebody who is not signed in, its error page is the sign-in page.
describeDoctor({ name: 'Spring Authorization Server', version: springVersion() }, start, {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-authentication-failed',
  'a redirect URI that is not registered': 'could not tell: authorize, pkce, sign-out',
  'a scope that it does not have': 'scope-refused',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'pkce-required',
  'an issuer that is not there': 'provider-invalid-response',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
