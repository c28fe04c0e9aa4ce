import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Symptom } from '../../packages/doctor/src/diagnosis/diagnosis.js';
import { doctor } from '../../packages/doctor/src/doctor/doctor.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { startApp } from '../support/start-app.js';
import { ErrorRecord, type RecordedError } from './errors/error-record.js';
import { refusedTokens } from './errors/refused-tokens.js';
import { client, type InteropProvider, type StartProvider } from './interop-provider.js';

type Environment = Readonly<Record<string, string>>;

interface SetUp {
  readonly issuer: string;
  readonly port: string;
  /** A key that no client is registered with. */
  readonly keyFile: string;
}

/** What can be wrong on our side, at any provider. */
const faults = {
  nothing: () => ({}),
  'a wrong secret': () => ({ OIDC_CLIENT_SECRET: 'another-secret-that-is-long-enough' }),
  'a client ID that is not registered': () => ({ OIDC_CLIENT_ID: 'nobody' }),
  'a redirect URI that is not registered': ({ port }) => ({ PUBLIC_URL: `http://127.0.0.1:${port}` }),
  'a scope that it does not have': () => ({ OIDC_SCOPES: 'openid no-such-scope' }),
  'a key where a secret is registered': ({ keyFile }) => ({
    OIDC_CLIENT_AUTH: 'private_key_jwt',
    OIDC_CLIENT_PRIVATE_KEY_FILE: keyFile,
    OIDC_CLIENT_SECRET: '',
  }),
  'no PKCE': () => ({ OIDC_PKCE: 'off' }),
  'an issuer that is not there': ({ issuer }) => ({ OIDC_ISSUER: `${issuer.replace(/\/$/, '')}/nowhere` }),
  'another signature of ID tokens': () => ({ OIDC_ID_TOKEN_ALGORITHMS: 'ES384' }),
  'signed authorization responses': () => ({ OIDC_RESPONSE_MODE: 'jwt' }),
  'an address where nobody listens': () => ({ OIDC_ISSUER: 'http://127.0.0.1:1' }),
} satisfies Readonly<Record<string, (setUp: SetUp) => Environment>>;

type Fault = keyof typeof faults;

/** `fine`: people can sign in, and the doctor finds nothing that stops them. Otherwise what it finds, or what it says it could not tell. */
export type Findings = Readonly<Record<Fault, string>>;

/** What an administrator at the provider does to break it, and what the doctor finds. */
export type FaultsThere = Readonly<
  Record<string, { readonly breakIt: (provider: InteropProvider) => Promise<unknown>; readonly finds: string }>
>;

export interface ExaminedProvider {
  readonly name: string;
  readonly version: string;
  /** Default: true. False: another set-up of one whose errors are recorded already. */
  readonly isRecorded?: boolean;
}

/**
 * The doctor beside a real sign-in with the same settings: where nobody gets in it says so, and where people do it is content.
 * @param start one for each set-up
 */
export function describeDoctor(
  { name, version, isRecorded = true }: ExaminedProvider,
  start: StartProvider,
  findings: Findings,
  there: FaultsThere = {},
): void {
  describe(`the doctor, at ${name} with`, () => {
    const record = new ErrorRecord(name, version);
    const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-doctor-'));
    const keyFile = join(folder, 'key.json');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(keyFile, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' }));
    afterAll(() => rmSync(folder, { recursive: true }));

    const rows = [
      ...(Object.keys(faults) as Fault[]).map((fault) => [fault, findings[fault], faults[fault], undefined] as const),
      ...Object.entries(there).map(([fault, { finds, breakIt }]) => [fault, finds, faults.nothing, breakIt] as const),
    ];
    it.each(rows)(
      '%s finds: %s',
      async (fault, expected, settings, breakIt) => {
        const port = String(await freePort());
        const provider = await start(`http://localhost:${port}`, 'back');
        try {
          await breakIt?.(provider);
          const env = {
            NODE_ENV: 'test',
            PORT: port,
            PUBLIC_URL: `http://localhost:${port}`,
            OIDC_ISSUER: provider.issuer,
            OIDC_CLIENT_ID: client.id,
            OIDC_CLIENT_SECRET: client.secret,
            OIDC_SCOPES: 'openid profile email',
            RATE_LIMIT: 'off',
            ...settings({ issuer: provider.issuer, port, keyFile }),
          };
          const checks = await examine(env);
          // The name of Keycloak's realm is on its pages.
          const realm = /realm-\d+$/.exec(provider.issuer)?.[0];
          const changing = {
            [new URL(provider.issuer).host]: 'provider',
            [`localhost:${port}`]: 'app',
            [`127.0.0.1:${port}`]: 'app',
            ...(realm && { [realm]: 'realm' }),
          };
          for (const error of checks.flatMap(refusalIn)) record.add(fault, error, changing);
          if (fault === 'nothing') for (const error of await refusedTokens(sourceOf(env))) record.add('what was made up', error, changing);
          const signsIn = await canSignIn(env, provider);
          expect({ finds: summary(checks, signsIn), signsIn }).toEqual({ finds: expected, signsIn: expected === 'fine' });
        } finally {
          await provider.close();
        }
      },
      180_000,
    );

    if (isRecorded)
      it('says it in the words of test/interop/errors', () => {
        const { found, kept } = record.compare();
        expect(found).toEqual(kept);
      });
  });
}

interface CheckResult {
  readonly id: string;
  readonly status: string;
  readonly diagnosis?: string;
  readonly providerWords?: string;
  readonly symptom?: Symptom;
}

/** What the provider said, where it said something; what the doctor found by itself is none of its errors. */
function refusalIn({ symptom, providerWords, diagnosis }: CheckResult): Omit<RecordedError, 'with'>[] {
  if (symptom === undefined || diagnosis === undefined) return [];
  const { where, status, error, description, code } = symptom;
  if (status === undefined && providerWords === undefined) return [];
  const isSaid = providerWords === [error, description].filter(Boolean).join(': ');
  return [{ entry: diagnosis, where, status, error, description, code, ...(isSaid ? {} : { words: providerWords }) }];
}

/** What the doctor says is wrong; where it finds nothing and nobody gets in, what it could not tell. */
function summary(checks: readonly CheckResult[], signsIn: boolean): string {
  const idsOf = (status: string): string[] => checks.filter((check) => check.status === status).map(({ id, diagnosis }) => diagnosis ?? id);
  const [failed, unknown] = [idsOf('failed'), idsOf('unknown')];
  if (failed.length > 0) return [...new Set(failed)].join(', ');
  return signsIn || unknown.length === 0 ? 'fine' : `could not tell: ${unknown.join(', ')}`;
}

export async function examine(env: Environment): Promise<readonly CheckResult[]> {
  let text = '';
  const terminal = {
    say: (more: string) => void (text += more),
    confirm: () => Promise.resolve(false),
    paint: (_style: unknown, painted: string) => painted,
  };
  await doctor(['--json'], sourceOf(env), terminal);
  return (JSON.parse(text) as { readonly checks: readonly CheckResult[] }).checks;
}

const sourceOf = (env: Environment) => ({ env: { ...env, SESSION_SECRET: 'session-secret-of-this-test-0123456789' }, files: false });

async function canSignIn(env: Environment, provider: InteropProvider): Promise<boolean> {
  const app = await startApp(env);
  try {
    const browser = new Browser();
    const page = await browser.get(`${app.url}/profile`);
    // On a page of errors there is no form to fill in.
    await provider.signIn(browser, page).catch(() => undefined);
    return (await browser.get(`${app.url}/api/me`)).status === 200;
  } finally {
    await app.close();
  }
}
