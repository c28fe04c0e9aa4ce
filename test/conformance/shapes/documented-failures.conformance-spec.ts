import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { Groups, StepUp } from '../../../packages/signin/src/auth/access/decorators.js';
import type { Fault } from '../provider/lie.js';
import { closeScenarios, startScenario, type ScenarioOptions } from '../scenario.js';

@Controller()
class GuardedController {
  @Groups('Admins') @Get('admins') admins(): string {
    return 'admins only';
  }

  @StepUp({ acr: 'gold' }) @Get('vault') vault(): string {
    return 'the level gold only';
  }
}

@Module({ controllers: [GuardedController] })
class GuardedModule {}

/** What a provider does or says, and what its page in docs/ says that people then see. */
interface DocumentedFailure extends ScenarioOptions {
  readonly path?: string;
  /** The entry of docs/okta.md; undefined: only the provider's own words are promised. */
  readonly id?: string;
  /** The provider's words: in the document and on the page. */
  readonly words?: string;
  /** The same where only the log has them, since nothing has proved yet who asked: before the browser went to the provider. */
  readonly logged?: string;
}

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const plain = { responseIssuer: 'off' as const };
const pushed = { par: 'offered' as const };

function refused(status: number, error: string, description?: string): Fault {
  const body = JSON.stringify({ error, ...(description === undefined ? {} : { error_description: description }) });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

const failures: Readonly<Record<string, Readonly<Record<string, DocumentedFailure>>>> = {
  'google.md': {
    'somebody of another Workspace': {
      setup: plain,
      lie: { idToken: { claims: { hd: 'other.example', email: 'ada@other.example', email_verified: true } } },
      env: { ALLOWED_EMAIL_DOMAINS: 'acme.example' },
      id: 'address-not-allowed',
    },
    'no groups': { setup: plain, path: '/admins', id: 'groups-missing' },
  },
  'entra.md': {
    "the secret's id in place of its value": {
      lie: { faults: { token: refused(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.') } },
      id: 'client-secret-invalid',
      words: 'AADSTS7000215',
    },
    'a tenant that is not on the list': {
      setup: { ...plain, issuerPath: '/common/v2.0' },
      lie: (origin) => ({
        metadata: { issuer: `${origin}/{tenantid}/v2.0` },
        idToken: { claims: { iss: `${origin}/${guid}/v2.0`, tid: guid } },
      }),
      env: { OIDC_TENANTS: '00000000-0000-0000-0000-000000000000' },
      id: 'tenant-not-allowed',
    },
    "a domain in place of the tenant's id": {
      setup: { ...plain, issuerPath: '/acme.example/v2.0' },
      lie: (origin) => ({ metadata: { issuer: `${origin}/${guid}/v2.0` } }),
      id: 'issuer-differs',
    },
    'a pointer in place of the groups': {
      setup: plain,
      lie: { idToken: { claims: { _claim_names: { groups: 'src1' } } } },
      path: '/admins',
      id: 'too-many-groups',
    },
  },
  'auth0.md': {
    'an ID token of HS256': { setup: { ...plain, issuerPath: '/' }, lie: { idToken: { alg: 'HS256' } }, id: 'id-token-algorithm' },
    'no Action that adds roles': {
      setup: { ...plain, issuerPath: '/' },
      env: { OIDC_GROUPS_CLAIM: 'https://example.com/roles' },
      path: '/admins',
      id: 'groups-missing',
    },
    'a client secret that is not whole': {
      lie: { faults: { token: refused(401, 'access_denied', 'Unauthorized') } },
      words: 'Unauthorized',
    },
  },
  'from-express-openid-connect.md': {
    'a client without a secret': { lie: { faults: { token: refused(401, 'invalid_client') } }, id: 'client-authentication-failed' },
    'the old redirect URI': {
      setup: pushed,
      lie: { faults: { par: refused(400, 'invalid_request', 'redirect_uri is not registered for this client') } },
      id: 'redirect-uri-not-registered',
    },
  },
  'keycloak.md': {
    'another address inside than outside': {
      setup: { issuerPath: '/realms/r' },
      lie: { metadata: { issuer: 'http://keycloak:8080/realms/r' } },
      id: 'issuer-differs',
    },
    'a redirect URI that is not valid': {
      setup: pushed,
      lie: { faults: { par: refused(400, 'invalid_request', 'Invalid parameter: redirect_uri') } },
      id: 'redirect-uri-not-registered',
      logged: 'Invalid parameter: redirect_uri',
    },
    'a wrong secret, pushed': {
      setup: pushed,
      lie: { faults: { par: refused(401, 'invalid_request', 'Authentication failed.') } },
      id: 'client-authentication-failed',
      logged: 'Authentication failed.',
    },
    'a wrong secret, at the token endpoint': {
      lie: { faults: { token: refused(401, 'unauthorized_client', 'Invalid client or Invalid client credentials') } },
      id: 'client-authentication-failed',
      words: 'Invalid client or Invalid client credentials',
    },
    'a scope that is none': {
      setup: pushed,
      lie: { faults: { par: refused(400, 'invalid_scope', 'Invalid scopes: openid profile email groups') } },
      id: 'scope-refused',
      logged: 'Invalid scopes: ',
    },
    'a realm that is gone': {
      lie: {
        faults: { discovery: { status: 404, headers: { 'content-type': 'application/json' }, body: '{"error":"Realm does not exist"}' } },
      },
      id: 'realm-unavailable',
      words: 'Realm does not exist',
    },
    'roles in the access token alone': {
      setup: { issuerPath: '/realms/r' },
      env: { OIDC_GROUPS_CLAIM: 'realm_access.roles' },
      path: '/admins',
      id: 'groups-missing',
    },
    'an answer without the issuer that discovery promises': {
      lie: { authorizationResponse: { iss: undefined } },
      id: 'response-issuer-missing',
    },
    'an assertion for another address': {
      lie: { faults: { token: refused(400, 'invalid_client', 'invalid audience in client assertion') } },
      id: 'client-assertion-refused',
      words: 'invalid audience in client assertion',
    },
    'a level that is not mapped': { lie: { idToken: { claims: { acr: '0' } } }, path: '/vault', id: 'sign-in-too-weak' },
  },
  'cognito.md': {
    'the domain in place of the user pool': { lie: { faults: { discovery: { status: 404 } } }, id: 'discovery-failed' },
    'a secret of another client': {
      setup: plain,
      lie: { faults: { token: refused(400, 'invalid_client') } },
      id: 'client-authentication-failed',
      words: 'invalid_client',
    },
    'a scope that the client does not have': {
      setup: plain,
      lie: { authorizationResponse: { error: 'invalid_scope', code: undefined } },
      id: 'scope-refused',
    },
  },
};

const documents = Object.keys(failures);
const rows = Object.entries(failures).flatMap(([document, causes]) =>
  Object.entries(causes).map(([cause, failure]) => ({ document, cause, failure })),
);

function read(document: string): string {
  return readFileSync(join(import.meta.dirname, '../../../docs', document), 'utf8');
}

describe('What the pages about providers promise', () => {
  afterEach(closeScenarios);

  it.each(rows)('$document: $cause', async ({ document, failure: { path = '/profile', id, words = '', logged = '', ...options } }) => {
    const scenario = await startScenario({ ...options, modules: [GuardedModule] });
    const { status, text } = await scenario.signIn(path);
    expect(status).toBeGreaterThanOrEqual(400);
    if (id !== undefined) expect(text).toMatch(new RegExp(`Catalogue entry\\s+${id}\\s`));
    expect(text).toContain(words);
    expect(scenario.app.log.join('\n')).toContain(logged);
    expect(read(document)).toContain(words);
    expect(read(document)).toContain(logged);
  });

  it.each(documents)('docs/%s leads to each of these entries and to no other', (document) => {
    const promised = new Set([...read(document).matchAll(/\]\(okta\.md#([a-z-]+)\)/g)].map(([, id = '']) => id));
    const shown = Object.values(failures[document] ?? {}).flatMap(({ id }) => id ?? []);
    expect([...promised].sort()).toEqual([...new Set(shown)].sort());
  });
});
