import { describeDoctor } from '../describe-doctor.js';
import { lemonldapVersion, startLemonldap } from './start.js';

// It shows its sign-in page before it looks at the request.
describeDoctor({ name: 'LemonLDAP::NG 2.16', version: lemonldapVersion('') }, (appUrl, channel) => startLemonldap('', appUrl, channel), {
  nothing: 'fine',
  'a wrong secret': 'client-authentication-failed',
  'a client ID that is not registered': 'client-authentication-failed',
  'a redirect URI that is not registered': 'could not tell: authorize, pkce, sign-out',
  'a scope that it does not have': 'fine',
  'a key where a secret is registered': 'client-authentication-failed',
  'no PKCE': 'could not tell: authorize, pkce',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
