import { lemonldapFromBackports } from '../../servers/debian-packages.mjs';
import { describeDoctor } from '../describe-doctor.js';
import { lemonldapVersion, startLemonldap } from './start.js';

const root = lemonldapFromBackports() ?? 'it was there when this file was chosen to run';

describeDoctor(
  { name: 'LemonLDAP::NG of backports', version: lemonldapVersion(root) },
  (appUrl, channel) => startLemonldap(root, appUrl, channel),
  {
    nothing: 'fine',
    'a wrong secret': 'client-authentication-failed',
    'a client ID that is not registered': 'client-authentication-failed',
    'a redirect URI that is not registered': 'could not tell: authorize, pkce, sign-out',
    'a scope that it does not have': 'fine',
    'a key where a secret is registered': 'client-authentication-failed',
    'no PKCE': 'could not tell: pkce',
    'an issuer that is not there': 'discovery-failed',
    'another signature of ID tokens': 'id-token-algorithm',
    'signed authorization responses': 'offer',
    'an address where nobody listens': 'provider-unreachable',
  },
);
