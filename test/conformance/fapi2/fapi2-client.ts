import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Setup } from '../provider/setup.js';
import type { ScenarioOptions } from '../scenario.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyFile = join(mkdtempSync(join(tmpdir(), 'client-key-')), 'key.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));

type Fapi2Options = Pick<ScenarioOptions, 'lie' | 'setup'> & { readonly env?: Readonly<Record<string, string>> };

/** A confidential web client as FAPI 2.0 wants it: pushed requests, private_key_jwt, DPoP with the server's nonce. */
export function fapi2(options: Fapi2Options = {}): ScenarioOptions {
  const client = { auth: 'private_key_jwt' as const, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const profile = { signing: 'PS256', par: 'required', dpop: 'required-with-nonce', assertionAudience: 'issuer' } as const;
  const setup: Setup = { ...profile, client, ...options.setup };
  const env = { OIDC_CLIENT_AUTH: 'private_key_jwt', OIDC_CLIENT_PRIVATE_KEY_FILE: keyFile, OIDC_DPOP: 'on', ...options.env };
  return { lie: options.lie, setup, env };
}
