import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, type Questions } from '../../packages/doctor/src/setup/questions.js';
import { setup } from '../../packages/doctor/src/setup/setup.js';
import { startProvider, type Provider } from '../conformance/provider/start-provider.js';

let provider: Provider;
let issuer: string;
let folder: string;
let said: string;

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
function keep(name: string, { privateKey }: ReturnType<typeof newKey>): void {
  writeFileSync(join(folder, name), privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  const key = newKey();
  keep('key.pem', key);
  const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  provider = await startProvider({}, { client: { clientId: 'app', publicKey } });
  issuer = provider.issuer;
});
beforeEach(() => {
  said = '';
  rmSync(join(folder, '.env'), { force: true });
  provider.client.auth = 'private_key_jwt';
});
afterAll(async () => {
  await provider.close();
  rmSync(folder, { recursive: true });
});

/** Types `answers` one after the other; leaves when there are no more. */
function person(answers: string[]): { questions: Questions; complaints: string[] } {
  const complaints: string[] = [];
  const next = (): string => {
    const answer = answers.shift();
    if (answer === undefined) throw new Cancelled('no more answers');
    return answer;
  };
  const questions: Questions = {
    text: async ({ initial, check }) => {
      for (;;) {
        const answer = next() || initial || '';
        const complaint = await check(answer);
        if (complaint === undefined) return answer;
        complaints.push(complaint);
      }
    },
    choose: <T extends string>(_message: string, _choices: unknown, initial: T) => Promise.resolve((next() || initial) as T),
    confirm: () => Promise.resolve(true),
    say: (text) => void (said += text),
  };
  return { questions, complaints };
}

const env = (): string => readFileSync(join(folder, '.env'), 'utf8');
const run = (options: string[], questions?: Questions) =>
  setup(options, { directory: folder, questions, say: (text) => void (said += text), readStandardInput: () => Promise.resolve('') });

describe('setup for a client without a secret', () => {
  it('asks for the key of private_key_jwt, tries it, and writes its file', async () => {
    const { questions, complaints } = person(['other', issuer, 'app', 'key', 'nowhere.pem', 'key.pem', '', '']);
    const status = await run([], questions);
    expect(complaints).toEqual([expect.stringContaining('cannot be read (ENOENT)')]);
    expect(status).toBe(0);
    expect(env()).toBe(
      `OIDC_ISSUER=${issuer}\nOIDC_CLIENT_ID=app\nOIDC_CLIENT_AUTH=private_key_jwt\nOIDC_CLIENT_PRIVATE_KEY_FILE=key.pem\nPUBLIC_URL=http://localhost:8080\n`,
    );
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('says that the provider does not know the key, before it is kept', async () => {
    keep('other.pem', newKey());
    const { questions, complaints } = person(['other', issuer, 'app', 'key', 'other.pem', '']);
    expect(await run([], questions)).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(/Press Enter again/)]);
  });

  it('writes a public client without asking for a secret', async () => {
    provider.client.auth = 'none';
    const { questions, complaints } = person(['other', issuer, 'app', 'none', '']);
    expect(await run([], questions)).toBe(0);
    expect({ complaints, said: said.includes('nobody could sign in') }).toEqual({ complaints: [], said: false });
    expect(env()).toBe(`OIDC_ISSUER=${issuer}\nOIDC_CLIENT_ID=app\nOIDC_CLIENT_AUTH=none\nPUBLIC_URL=http://localhost:8080\n`);
  });

  it('says so where the provider does not take the client as a public one', async () => {
    const { questions } = person(['other', issuer, 'app', 'none', '']);
    await run([], questions);
    expect(said).toContain('As it is, nobody could sign in so:');
  });

  it('takes both from options, and drops the secret that .env had', async () => {
    writeFileSync(join(folder, '.env'), `OIDC_ISSUER=${issuer}\nOIDC_CLIENT_ID=app\nOIDC_CLIENT_SECRET=hunter2hunter2\n`);
    expect(await run(['--client-key-file', 'key.pem', '--yes'])).toBe(0);
    expect(env()).toContain('\nOIDC_CLIENT_AUTH=private_key_jwt\nOIDC_CLIENT_PRIVATE_KEY_FILE=key.pem\n');
    expect(env()).not.toMatch(/^OIDC_CLIENT_SECRET/m);
    rmSync(join(folder, '.env'));
    provider.client.auth = 'none';
    expect(await run(['--issuer', issuer, '--client-id', 'app', '--client-auth', 'none', '--yes'])).toBe(0);
    expect(env()).toContain('OIDC_CLIENT_AUTH=none\n');
  });

  it('names what private_key_jwt lacks', async () => {
    expect(await run(['--issuer', issuer, '--client-id', 'x', '--client-auth', 'private_key_jwt', '--yes'])).toBe(64);
    expect(said).toContain('Missing: --client-key-file.');
  });
});
