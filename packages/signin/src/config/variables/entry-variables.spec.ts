import fc from 'fast-check';
import { ProblemList } from '../configuration-error.js';
import { comparableAddress, entryRules, rolesText } from './entry-variables.js';
import { readVariables } from './variables.js';

function read(texts: Readonly<Record<string, string>>) {
  const problems = new ProblemList();
  const variables = readVariables(new Map(Object.entries(texts)), problems);
  return { ...entryRules(variables), problems: problems.toError().problems };
}

describe('Who may enter', () => {
  it.each([
    [{ ALLOWED_EMAIL_DOMAINS: 'acme.com, ACME.de' }, { emailDomains: ['acme.com', 'acme.de'] }],
    [{ ALLOWED_EMAIL_DOMAINS: 'müller.example' }, { emailDomains: ['xn--mller-kva.example'] }],
    [{ ALLOWED_EMAILS: 'Ada@Acme.COM bob@acme.com' }, { emails: ['ada@acme.com', 'bob@acme.com'] }],
    [{ ALLOWED_GROUPS: 'Domain Users, Ops' }, { groups: ['Domain Users', 'Ops'] }],
    [{ ALLOWED_GROUPS: '["CN=Sales,OU=Groups"]' }, { groups: ['CN=Sales,OU=Groups'] }],
    [
      { ROLES: 'admin=Admins,Ops; editor = Writers' },
      {
        roles: [
          { role: 'admin', groups: ['Admins', 'Ops'] },
          { role: 'editor', groups: ['Writers'] },
        ],
      },
    ],
    [{ ROLES: '{"admin":["CN=Admins,OU=Groups"]}' }, { roles: [{ role: 'admin', groups: ['CN=Admins,OU=Groups'] }] }],
    [
      { LOGIN_PARAMETERS: 'prompt,ui_locales, organization,idp,screen_hint,acr_values,prompt' },
      { loginParameters: ['prompt', 'ui_locales', 'organization', 'idp', 'screen_hint'] },
    ],
  ])('is read from %j', (texts, expected) => {
    expect(read(texts)).toMatchObject({ ...expected, problems: [] });
  });

  it('is everybody where nothing is said, or * is', () => {
    const everybody = { emailDomains: [], emails: [], groups: [], roles: [], loginParameters: [], problems: [] };
    expect(read({})).toEqual({ ...everybody, isStated: false });
    expect(read({ ALLOWED_EMAIL_DOMAINS: '*', ALLOWED_EMAILS: '*', ALLOWED_GROUPS: '*' })).toEqual({ ...everybody, isStated: true });
  });

  it.each([
    ['ALLOWED_EMAIL_DOMAINS', ',', 'does not list domains'],
    ['ALLOWED_EMAIL_DOMAINS', '@acme.com', 'does not list domains'],
    ['ALLOWED_EMAIL_DOMAINS', '*.acme.com', 'does not list domains'],
    ['ALLOWED_EMAIL_DOMAINS', 'com', 'does not list domains'],
    ['ALLOWED_EMAIL_DOMAINS', 'https://acme.com', 'does not list domains'],
    ['ALLOWED_EMAIL_DOMAINS', 'acme.com,*', 'does not list domains'],
    ['ALLOWED_EMAILS', ',', 'does not list e-mail addresses'],
    ['ALLOWED_EMAILS', 'acme.com', 'does not list e-mail addresses'],
    ['ALLOWED_EMAILS', 'ada@acme.com;bob@acme.com', 'does not list e-mail addresses'],
    ['ALLOWED_GROUPS', ',', 'does not list names of groups'],
    ['ALLOWED_GROUPS', '[]', 'does not list names of groups'],
    ['ALLOWED_GROUPS', '["a"', 'does not list names of groups'],
    ['ROLES', 'admin', 'does not say which groups have which role'],
    ['ROLES', 'admin=', 'does not say which groups have which role'],
    ['ROLES', '=Admins', 'does not say which groups have which role'],
    ['ROLES', 'admin=CN=Admins', 'does not say which groups have which role'],
    ['ROLES', '{"admin":"Admins"}', 'does not say which groups have which role'],
    ['ROLES', 'admin=A;admin=B', 'names a role twice'],
  ])('is refused in %s=%s', (setting, text, problem) => {
    expect(read({ [setting]: text }).problems).toEqual([
      expect.objectContaining({ setting, problem: expect.stringContaining(problem) as string }),
    ]);
  });

  // RFC 6749, 7636, 9101 and OpenID Connect Core: what security rests on. The rest: Okta, Auth0, Google, and what /login reads itself.
  it.each([
    ...[
      'redirect_uri',
      'state',
      'client_id',
      'nonce',
      'response_type',
      'response_mode',
      'scope',
      'code_challenge',
      'code_challenge_method',
    ],
    ...['request', 'request_uri', 'dpop_jkt', 'id_token_hint', 'iss', 'claims', 'authorization_details', 'resource', 'registration'],
    ...[
      'sessionToken',
      'audience',
      'include_granted_scopes',
      'access_type',
      'returnTo',
      'target_link_uri',
      'link',
      'connection',
      'Prompt',
      'anything',
    ],
  ])('never lets a link set %s', (name) => {
    const [problem, ...others] = read({ LOGIN_PARAMETERS: `prompt,${name}` }).problems;
    expect(problem).toMatchObject({ setting: 'LOGIN_PARAMETERS', problem: `names ${name}, which no link may set` });
    expect(others).toEqual([]);
  });
});

describe('Roles as a line of .env', () => {
  it.each([
    [[{ role: 'admin', groups: ['Admins', 'Ops'] }], 'admin=Admins,Ops'],
    [[{ role: 'admin', groups: ['CN=Admins'] }], '{"admin":["CN=Admins"]}'],
  ])('%j', (roles, text) => {
    expect(rolesText(roles)).toBe(text);
    expect(read({ ROLES: text }).roles).toEqual(roles);
  });
});

describe('An address, as rules compare it', () => {
  it.each([
    ['Ada.Lovelace@ACME.com', 'ada.lovelace@acme.com'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    // The Kelvin sign and the dotted capital I become ASCII letters when they are made small.
    ['\u212Aate@acme.com', '\u212Aate@acme.com'],
    ['\u0130da@acme.com', '\u0130da@acme.com'],
    ['no address', undefined],
    ['', undefined],
    ['@acme.com', undefined],
    ['ada@', undefined],
    ['ada@evil.example@acme.com', undefined],
    ['"ada@evil.example"@acme.com', undefined],
    ['eve@evil.example,ada@acme.com', undefined],
    ['Eve <ada@acme.com>', undefined],
    ['ada@acme.com .evil.example', undefined],
    [`${'a'.repeat(65)}@acme.com`, undefined],
  ])('%s is %s', (text, address) => {
    expect(comparableAddress(text)?.address).toBe(address);
  });

  it('ends in its domain, once, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = comparableAddress(text);
        if (read !== undefined) expect(read.address.split('@')).toEqual([expect.any(String), read.domain]);
      }),
    );
  });
});
