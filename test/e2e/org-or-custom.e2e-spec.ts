import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedOktaSwitches } from '../../packages/dev-okta/src/embedded-okta.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair } from '../support/start-pair.js';

interface Case {
  readonly document: string;
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  readonly switches?: Partial<EmbeddedOktaSwitches>;
  /** Registered in place of the application's own. */
  readonly redirectUris?: readonly string[];
  readonly person?: string;
  /** The entry of docs/okta.md whose page is shown; undefined: signs in. */
  readonly id?: string;
}

const org = { OKTA_AUTH_SERVER: 'org' };
const custom = { OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email' };
const document = 'org-or-custom.md';
const samples = 'from-okta-samples.md';
const samplesRedirectUris = ['http://localhost:3000/authorization-code/callback', 'http://127.0.0.1:5000/authorization-code/callback'];

const cases: readonly Case[] = [
  { document, what: 'the org server, without a policy', env: org, switches: { defaultPolicy: false } },
  { document, what: 'default in a new organisation', env: custom, id: 'policy-missing' },
  { document, what: 'default, with a policy', env: custom, switches: { defaultPolicy: true } },
  {
    document,
    what: 'default, with the scope groups',
    env: { OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid groups' },
    switches: { defaultPolicy: true },
    id: 'scope-unknown',
  },
  {
    document,
    what: 'the org server, with a scope of one’s own',
    env: { ...org, OIDC_SCOPES: 'openid orders:read groups' },
    id: 'custom-scope-on-org-server',
  },
  { document, what: 'a custom server that does not exist', env: { ...custom, OKTA_AUTH_SERVER: 'aus9nope' }, id: 'server-not-found' },
  {
    document,
    what: 'default, without API Access Management',
    env: custom,
    switches: { apiAccessManagement: false },
    id: 'api-access-management-missing',
  },
  { document, what: 'the org server, without API Access Management', env: org, switches: { apiAccessManagement: false } },
  { document, what: 'an Issuer of a custom domain', env: org, switches: { customDomainIssuer: true }, id: 'issuer-differs' },
  {
    document: samples,
    what: 'the redirect URIs of the samples',
    env: org,
    redirectUris: samplesRedirectUris,
    id: 'redirect-uri-not-registered',
  },
  { document: samples, what: 'the server of the Flask sample, in a new organisation', env: custom, id: 'policy-missing' },
  { document: samples, what: 'somebody who is not assigned', env: org, person: 'unassigned', id: 'user-not-assigned' },
  { document: samples, what: 'an application that asks for PKCE', env: org, switches: { requirePkce: true } },
];

/** The entries of okta.md that a page says people will see. */
function promised(name: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
  return [...new Set([...text.matchAll(/\]\(okta\.md#([a-z-]+)\)/g)].map(([, id = '']) => id))].sort();
}

describe('What docs/org-or-custom.md and docs/from-okta-samples.md promise', () => {
  it.each(cases)('$document: $what: $id', async ({ env, switches = {}, redirectUris, person = 'alice', id }) => {
    const pair = await startPair(env, { switches, ...(redirectUris === undefined ? {} : { redirectUris }) });
    try {
      const { status, text } = await signIn(new Browser(), pair.url, `${person}@example.com`, person);
      const shown = /Catalogue entry\s+([a-z-]+)/.exec(text)?.[1];
      expect({ shown, isSignedIn: status === 200 && text.includes('Alice Archer') }).toEqual({ shown: id, isSignedIn: id === undefined });
    } finally {
      await pair.close();
    }
  });

  it.each([document, samples])('docs/%s names each of these pages and no other', (name) => {
    const shown = cases.filter((row) => row.document === name && row.id !== undefined).map(({ id }) => id);
    expect(promised(name)).toEqual([...shown].sort());
  });

  it('is refused at start where the org server is to give tokens for an API', async () => {
    await expect(startPair({ ...org, API_AUDIENCE: 'api://default' })).rejects.toThrow(/API_AUDIENCE does not go with Okta's org server/);
  });
});
