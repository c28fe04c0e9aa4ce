import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import { signIn } from '../../support/sign-in.js';
import { type RunningPair, startPair } from '../../support/start-pair.js';
import { DirectoryClient, token } from './directory-client.js';

const document = readFileSync(join(import.meta.dirname, '../../../docs/okta-catalogue.md'), 'utf8');
/** The numbered steps of the document, each in one line. */
const steps = (document.split('## See it')[1] ?? '')
  .split('\n## ')[0]
  ?.split(/^\d\. /m)
  .slice(1)
  .map((step) => (step.split(/\n(?! )/)[0] ?? '').replace(/\s+/g, ' ').replace(/[*`]/g, '').trim());

let pair: RunningPair;
let directory: DirectoryClient;
const alice = new Browser();
const administrator = new Browser();

beforeAll(async () => {
  const port = String(await freePort());
  const url = `http://localhost:${port}`;
  const options = { scim: { baseUrl: `${url}/scim/v2`, token }, universalLogoutUri: `${url}/universal-logout` };
  pair = await startPair({ PORT: port, PUBLIC_URL: url, SCIM_TOKEN: token }, options);
  directory = new DirectoryClient(pair.url);
});

afterAll(() => pair.close());

/** Presses a button of the organisation's page, and returns the page that comes. */
async function press(label: string): Promise<Page> {
  const page = await administrator.get(`${pair.okta.origin}/`);
  const [, name = '', value = ''] =
    new RegExp(`name="([\\w-]+)"\\s+value="([^"]*)"[^>]*(?:aria-label="${label}"|>\\s*${label}\\s*<)`).exec(page.body) ?? [];
  expect([label, name]).not.toEqual([label, '']);
  const form = page.forms.findIndex(({ method }) => method.toLowerCase() === 'post');
  return administrator.submit(page, { [name]: value }, form);
}

const people = async (): Promise<number> => (await directory.get('/Users?count=0')).body?.totalResults ?? 0;

describe('docs/okta-catalogue.md', () => {
  let id: string;

  it(`1. ${steps?.[0]}`, async () => {
    const page = await press('Push people and groups');
    expect(page.body).toMatch(/Pushed: \d\d people, 2 groups\./);
    const assigned = pair.okta.people.filter(({ refused }) => refused?.code !== 'user_not_assigned');
    expect(await people()).toBe(assigned.length);
    const { body } = await directory.find('Users', 'userName eq "alice@example.com"');
    id = body?.Resources[0]?.id ?? '';
    const admins = await directory.find('Groups', 'displayName eq "Admins"');
    expect(admins.body?.Resources).toMatchObject([{ members: [{ value: id }] }]);
  });

  it(`2. ${steps?.[1]}`, async () => {
    expect((await signIn(alice, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    const me = (await alice.get(`${pair.url}/api/me`)).json() as { subject?: string };
    expect((await directory.get(`/Users/${id}`)).body).toMatchObject({ externalId: pair.okta.people[0]?.id });
    expect(JSON.stringify(me)).toContain(pair.okta.people[0]?.id);
  });

  it(`3. ${steps?.[2]}`, async () => {
    await press('Deactivate: alice@example.com');
    expect((await alice.get(`${pair.url}/api/me`)).status).toBe(401);
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    expect([page.status, page.body]).toEqual([403, expect.stringContaining('Your account is no longer active')]);
  });

  it(`4. ${steps?.[3]}`, async () => {
    await press('Activate: alice@example.com');
    expect((await signIn(alice, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    expect((await directory.get(`/Users/${id}`)).body).toMatchObject({ active: true });
  });

  it(`5. ${steps?.[4]}`, async () => {
    const page = await press('Clear sessions: alice@example.com');
    expect(page.body).toContain('The application answered 204 to Universal Logout');
    expect((await alice.get(`${pair.url}/api/me`)).status).toBe(401);
    expect((await signIn(alice, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
  });

  it(`6. ${steps?.[5]}`, async () => {
    const before = await people();
    await press('Push people and groups');
    expect(await people()).toBe(before);
    expect((await directory.get('/Groups?count=0')).body?.totalResults).toBe(2);
  });

  it('has no other steps', () => {
    expect(steps).toHaveLength(6);
  });
});
