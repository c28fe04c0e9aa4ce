import { spawnSync } from 'node:child_process';
import { describeDoctor } from '../describe-doctor.js';
import { startGlewlwyd } from './start.js';

const version = spawnSync('dpkg-query', ['-W', '-f', '${Version}', 'glewlwyd'], { encoding: 'utf8' }).stdout;

// It refuses pushed requests without a word, whatever the reason.
describeDoctor({ name: 'Glewlwyd', version }, startGlewlwyd, {
  nothing: 'fine',
  'a wrong secret': 'refused-without-reason, client-authentication-failed, grant-type-not-enabled',
  'a client ID that is not registered': 'refused-without-reason, client-authentication-failed, grant-type-not-enabled',
  'a redirect URI that is not registered': 'refused-without-reason, grant-type-not-enabled',
  'a scope that it does not have': 'fine',
  'a key where a secret is registered': 'client-authentication-failed, refused-without-reason',
  'no PKCE': 'refused-without-reason',
  'an issuer that is not there': 'discovery-failed',
  'another signature of ID tokens': 'id-token-algorithm',
  'signed authorization responses': 'offer',
  'an address where nobody listens': 'provider-unreachable',
});
