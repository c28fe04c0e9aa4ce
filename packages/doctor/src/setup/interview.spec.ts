import { mkdtempSync, readFileSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOkta, startEmbeddedOkta } from '@fanlight/dev-okta';
import { Cancelled, type Questions } from './questions.js';
import { setup } from './setup.js';

const secret = 'test-secret-0123456789';
let okta: EmbeddedOkta;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: ['https://elsewhere.example/callback'],
    postLogoutRedirectUris: [],
    clientId: 'setup-test',
    clientSecret: secret,
  });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await okta.close();
});

/** A person who types these answers one after the other; `''` takes what is offered. Complaints are kept. */
class Person implements Questions {
  readonly complaints: string[] = [];
  readonly asked: string[] = [];

  constructor(private readonly answers: string[]) {}

  readonly text: Questions['text'] = async ({ message, initial, check }) => {
    for (;;) {
      const answer = this.next(message) || initial || '';
      const complaint = await check(answer);
      if (complaint === undefined) return answer;
      this.complaints.push(complaint);
    }
  };
  readonly choose = <T extends string>(message: string, _: unknown, initial: T): Promise<T> =>
    Promise.resolve((this.next(message) || initial) as T);
  readonly confirm: Questions['confirm'] = (message) => Promise.resolve(this.next(message) === 'yes');
  readonly say: Questions['say'] = () => undefined;

  private next(message: string): string {
    this.asked.push(message);
    const answer = this.answers.shift();
    if (answer === undefined) throw new Cancelled(message);
    return answer;
  }
}

async function setUp(person: Person, ...options: string[]): Promise<number> {
  return setup(options, { directory: folder, questions: person, say: () => undefined, readStandardInput: () => Promise.resolve('') });
}

const env = (): string => readFileSync(join(folder, '.env'), 'utf8');

describe('setup with a person', () => {
  it('asks, and writes', async () => {
    const person = new Person(['okta', okta.origin, 'default', 'setup-test', '', secret, 'http://localhost:3000']);
    expect(await setUp(person)).toBe(0);
    expect(env()).toContain(
      `OKTA_ORG_URL=${okta.origin}\nOKTA_AUTH_SERVER=default\nOIDC_CLIENT_ID=setup-test\nOIDC_CLIENT_SECRET=${secret}\nPUBLIC_URL=http://localhost:3000\n`,
    );
    expect(person.complaints).toEqual([]);
  });

  it('does not ask for the server where there is only one', async () => {
    okta.switches.apiAccessManagement = false;
    expect(await setUp(new Person(['okta', okta.origin, 'setup-test', '', secret, '']))).toBe(0);
    expect(env()).toContain('OKTA_AUTH_SERVER=org\n');
  });

  it('says what is wrong with each answer before the next question', async () => {
    const person = new Person([
      'okta',
      'https://x-admin.okta.com',
      okta.origin,
      'org',
      'nobody',
      'setup-test',
      '',
      'wrong',
      secret,
      'https://app.example/profile',
      '',
    ]);
    expect(await setUp(person)).toBe(0);
    expect(person.complaints).toEqual([
      expect.stringContaining('Admin Console'),
      expect.stringContaining('does not know this application'),
      expect.stringContaining('refused the secret'),
      expect.stringContaining('own pages'),
    ]);
  });

  it('lets a doubtful answer stand when it is given twice', async () => {
    okta.switches.clientSecretValid = false;
    expect(await setUp(new Person(['okta', okta.origin, 'org', 'setup-test', '', secret, secret, '']))).toBe(0);
  });

  it('offers what .env says already, and asks before it changes a line', async () => {
    writeFileSync(
      join(folder, '.env'),
      `OKTA_ORG_URL=${okta.origin}\nOKTA_AUTH_SERVER=org\nOIDC_CLIENT_ID=setup-test\nOIDC_CLIENT_SECRET=${secret}\n`,
    );
    const before = env();
    const declined = new Person(['', '', 'default', '', '', '', '', 'no']);
    expect(await setUp(declined)).toBe(1);
    expect(env()).toBe(before);
    expect(await setUp(new Person(['', '', 'default', '', '', '', '', 'yes']))).toBe(0);
    expect(env()).toContain('OKTA_AUTH_SERVER=default\n');
  });

  it('asks for the issuer of another provider', async () => {
    const person = new Person(['other', `${okta.origin}/nowhere`, okta.origin, 'setup-test', '', secret, '']);
    expect(await setUp(person)).toBe(0);
    expect(person.complaints).toHaveLength(1);
    expect(env()).toContain(`OIDC_ISSUER=${okta.origin}\n`);
  });

  it('names the server that there is not, and no other', async () => {
    const person = new Person(['other', `${okta.origin}/oauth2/nope`, okta.origin, 'setup-test', '', secret, '']);
    expect(await setUp(person)).toBe(0);
    expect(person.complaints).toEqual([expect.stringContaining('“nope”')]);
    expect(person.complaints[0]).not.toContain('default');
  });

  it('writes nothing when the person leaves', async () => {
    expect(await setUp(new Person(['okta', okta.origin]))).toBe(1);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });
});
