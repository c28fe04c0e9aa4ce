import { describeProvider } from '../describe-provider.js';
import { describeAdministration } from './describe-administration.js';
import { describeDoctorFindings } from './describe-doctor-findings.js';
import { describeSecurityProfiles } from './describe-security-profiles.js';
import { describeSignOut } from './describe-sign-out.js';
import { describeTroubles } from './describe-troubles.js';
import { Keycloak } from './keycloak.js';
import { startRealm } from './start.js';

let keycloak: Keycloak;

beforeAll(async () => {
  keycloak = await Keycloak.start();
}, 400_000);
afterAll(() => keycloak?.close());

// With offline_access its own session ends at sign-in, and only the refresh token stays.
describeProvider('Keycloak', (appUrl, channel) => startRealm(keycloak, appUrl, channel), {
  channels: ['back', 'front'],
  scopes: 'openid profile email',
});
describeAdministration(() => keycloak);
describeSecurityProfiles(() => keycloak);
describeSignOut(() => keycloak);
describeTroubles(() => keycloak);
describeDoctorFindings(() => keycloak);
