import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { AuthEvents } from '../../../packages/signin/src/auth/auth-events.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { Browser } from '../../support/browser.js';
import { refresh, sessionOf } from '../../support/held-session.js';
import type { Keycloak } from './keycloak.js';
import { person } from './realm.js';
import { startVisit, type Visit, type VisitSetup } from './start.js';

const keyId = 'key-of-the-application';

/** How strictly a realm can judge the client, and what the application has for each. */
export function describeSecurityProfiles(running: () => Keycloak): void {
  describe('Keycloak, where the client', () => {
    const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-key-'));
    let visit: Visit;
    let browser: Browser;
    /** `cnf` of the last one, which is a JWT at Keycloak. */
    let keyInRefreshToken: unknown;

    const start = async (setup: VisitSetup): Promise<void> => {
      visit = await startVisit(running(), setup);
      browser = new Browser();
    };
    afterEach(() => visit.app.close());
    afterAll(() => rmSync(folder, { recursive: true }));

    /** A sign-in, a refresh and a sign-out, with the revocation that follows it. */
    const useAll = async (revocation = 'done'): Promise<void> => {
      const revocations: unknown[] = [];
      visit.app.app.get(AuthEvents).on('revoked', ({ outcome }) => void revocations.push(outcome));
      const profile = await visit.open(browser);
      expect([profile.url, profile.status]).toEqual([`${visit.app.url}/profile`, 200]);
      expect(profile.text).toContain(person.name);
      const { before, after } = await refresh(visit.app, browser);
      const tokens = await visit.app.app.get(Sessions).tokens((await sessionOf(visit.app, browser)).key);
      keyInRefreshToken = decodeJwt(String(tokens?.['refreshToken']))['cnf'];
      expect(after).not.toBe(before);
      const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
      expect((await browser.submit(profile, {}, form)).url).toBe(`${visit.app.url}/`);
      expect(await visit.statusOf(browser)).toBe(401);
      for (let tries = 0; tries < 200 && revocations.length === 0; tries += 1) await sleep(50);
      expect(revocations).toEqual([revocation]);
    };

    /** Settings on both sides for private_key_jwt. */
    const withKey = (algorithm: string): Required<Pick<VisitSetup, 'env' | 'client'>> => {
      const { privateKey, publicKey } = keyPair(algorithm);
      const jwk = (key: KeyObject): object => ({ ...key.export({ format: 'jwk' }), kid: keyId, alg: algorithm, use: 'sig' });
      const file = join(folder, `${algorithm}.json`);
      writeFileSync(file, JSON.stringify(jwk(privateKey)));
      return {
        env: { OIDC_CLIENT_AUTH: 'private_key_jwt', OIDC_CLIENT_PRIVATE_KEY_FILE: file },
        client: {
          clientAuthenticatorType: 'client-jwt',
          attributes: {
            'use.jwks.string': 'true',
            'jwks.string': JSON.stringify({ keys: [jwk(publicKey)] }),
            'token.endpoint.auth.signing.alg': algorithm,
          },
        },
      };
    };

    /** All rules of one of Keycloak's own profiles but for https at every address, which loopback has not. */
    const holdTo = async (name: string): Promise<void> => {
      const policies = `${visit.realm}/client-policies`;
      const { globalProfiles } = (await running().administer('GET', `${policies}/profiles?include-global-profiles=true`)) as {
        readonly globalProfiles: readonly { readonly name: string; readonly executors: readonly { readonly executor: string }[] }[];
      };
      const executors = globalProfiles.find((profile) => profile.name === name)?.executors ?? [];
      expect(executors.length).toBeGreaterThan(5);
      const profile = { name: 'strict', executors: executors.filter(({ executor }) => !executor.endsWith('-uris')) };
      await running().administer('PUT', `${policies}/profiles`, { profiles: [profile] });
      const everybody = { condition: 'any-client', configuration: {} };
      await running().administer('PUT', `${policies}/policies`, {
        policies: [{ name: 'strict', enabled: true, conditions: [everybody], profiles: ['strict'] }],
      });
    };

    it('must push its authorization requests, signs in', async () => {
      await start({ client: { attributes: { 'require.pushed.authorization.requests': 'true' } } });
      await useAll();
    });

    it.each(['jwt', 'query.jwt', 'form_post.jwt', 'form_post'])('asks for the response mode %s, signs in', async (mode) => {
      await start({ env: { OIDC_RESPONSE_MODE: mode } });
      expect((await visit.open(browser)).text).toContain(person.name);
    });

    it('must bind its tokens by DPoP, signs in, renews and revokes', async () => {
      await start({ env: { OIDC_DPOP: 'on' }, client: { attributes: { 'dpop.bound.access.tokens': 'true' } } });
      await useAll();
    });

    it.each(['RS256', 'ES256', 'EdDSA'])('proves itself by private_key_jwt with %s, signs in', async (algorithm) => {
      await start(withKey(algorithm));
      await useAll();
    });

    it('has lightweight access tokens, signs in', async () => {
      await start({ client: { attributes: { 'client.use.lightweight.access.token.enabled': 'true' } } });
      expect((await visit.open(browser)).text).toContain(person.name);
    });

    it('must prove itself with PS256 and has a key that says so, signs in', async () => {
      await start(withKey('PS256'));
      await useAll();
    });

    // The two without dpop in their names bind tokens to a certificate of the client's, which this application has not.
    it.each([
      ['fapi-2-dpop-security-profile', {}],
      ['fapi-2-dpop-message-signing', { OIDC_RESPONSE_MODE: 'jwt', OIDC_REQUEST_OBJECT: 'on' }],
    ])('must keep to the profile %s, signs in', async (profile, env) => {
      const key = withKey('ES256');
      await start({ ...key, env: { ...key.env, OIDC_DPOP: 'on', ...env } });
      await holdTo(profile);
      // Its policy wants the key of the proof in the token that is revoked, and Keycloak puts none into refresh tokens of clients with
      // credentials (RFC 9449, section 5, has it so): its executor dpop-bind-enforcer refuses each of them. The sign-out there ends them.
      await useAll('failed');
      expect(keyInRefreshToken).toBeUndefined();
    });
  });
}

function keyPair(algorithm: string): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}
