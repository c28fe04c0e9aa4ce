import { join } from 'node:path';
import { ServerProcess } from '../../servers/server-process.js';
import { freePort } from '../../support/free-port.js';
import { describeDoctor } from '../describe-doctor.js';
import { client, type InteropProvider } from '../interop-provider.js';
import { djangoLibraries, djangoVersion } from './program.mjs';

const person = { username: 'dwho', password: 'dwho-password' };
const program = join(import.meta.dirname, 'server/server.py');

let issuer: string;
let server: ServerProcess;

beforeAll(async () => {
  const port = String(await freePort());
  issuer = `http://127.0.0.1:${port}/o`;
  const libraries = djangoLibraries() ?? 'they were there when this file was chosen to run';
  const given = [port, client.id, client.secret, person.username, person.password];
  server = new ServerProcess(
    { file: 'env', arguments: [`PYTHONPATH=${libraries}`, 'python3', program, ...given], directory: '/', user: undefined },
    () =>
      fetch(`${issuer}/.well-known/jwks.json`).then(
        ({ ok }) => ok,
        () => false,
      ),
    60_000,
  );
  await server.start();
}, 90_000);
afterAll(() => server?.stop('SIGTERM'));

const noPage = (): Promise<never> => Promise.reject(new Error('only the sign-in is used here'));

async function start(appUrl: string): Promise<InteropProvider> {
  const body = new URLSearchParams({ appUrl });
  const { ok, status } = await fetch(new URL('/administrator/client', issuer), { method: 'POST', body });
  if (!ok) throw new Error(`The client could not be changed: ${status}`);
  return {
    issuer,
    personName: person.username,
    signIn: (browser, page) => browser.submit(page, { ...person }),
    confirmSignOut: noPage,
    signOutAtProvider: noPage,
    close: () => Promise.resolve(),
  };
}

describeDoctor({ name: 'django-oauth-toolkit', version: djangoVersion() }, start, {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-unknown, client-authentication-failed',
  'a redirect URI that is not registered': 'redirect-uri-not-registered',
  'a scope that it does not have': 'scope-refused',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'pkce-required',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
