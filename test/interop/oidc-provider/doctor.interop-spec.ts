import { describeDoctor } from '../describe-doctor.js';
import { readFileSync } from 'node:fs';
import { startOidcProvider } from './start.js';

const { version } = JSON.parse(readFileSync('node_modules/oidc-provider/package.json', 'utf8')) as { readonly version: string };

describeDoctor({ name: 'oidc-provider', version }, startOidcProvider, {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-authentication-failed',
  'a redirect URI that is not registered': 'redirect-uri-not-registered',
  'a scope that it does not have': 'fine',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'pkce-required',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
