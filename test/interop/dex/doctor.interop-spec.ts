import { describeDoctor, type Findings } from '../describe-doctor.js';
import type { StartProvider } from '../interop-provider.js';
import { dexVersion } from './program.mjs';
import { Dex, person, signInBy, type Way } from './dex.js';

const findings: Findings = {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-unknown, client-authentication-failed',
  'a redirect URI that is not registered': 'redirect-uri-not-registered',
  'a scope that it does not have': 'scope-refused',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'fine',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
};

describeDoctor({ name: 'dex', version: dexVersion() }, startWith(['password']), findings);
// Its page of links comes before it looks at the request.
describeDoctor({ name: 'dex with several ways to sign in', version: dexVersion(), isRecorded: false }, startWith(['groups', 'password']), {
  ...findings,
  'a client ID that is not registered': 'client-authentication-failed',
  'a redirect URI that is not registered': 'could not tell: authorize, pkce, credentials',
  'a scope that it does not have': 'could not tell: authorize, pkce, credentials',
});

function startWith(ways: readonly Way[]): StartProvider {
  const noPage = () => Promise.reject(new Error('dex has no page to sign out at'));
  return async (appUrl) => {
    const dex = await Dex.start(appUrl, ways);
    return {
      issuer: dex.issuer,
      personName: person.name,
      signIn: (browser, page) => signInBy('password', browser, page),
      confirmSignOut: noPage,
      signOutAtProvider: noPage,
      close: () => dex.stop(),
    };
  };
}
