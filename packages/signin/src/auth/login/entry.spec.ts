import type { EntryRules } from '../../config/settings.js';
import { loadSettings } from '../../config/load-settings.js';
import { type Entrant, vouched, refusalOf } from './entry.js';

const nobody: EntryRules = { emailDomains: [], emails: [], groups: [], roles: [], loginParameters: [], isStated: true };
const domain = { emailDomains: ['acme.com'] };
const address = { emails: ['eve@gmail.com'] };
const group = { groups: ['Staff', 'Ops'] };
const inGroups = (...names: string[]): Entrant['groups'] => ({ kind: 'list', names, leftOut: [] });

function refuse(rules: Partial<EntryRules>, entrant: Partial<Entrant> & { email?: string; verified?: boolean }): string | undefined {
  const { email = 'ada@acme.com', verified = true, groups = inGroups('Staff'), userinfoFailed = false, ownDomains = [] } = entrant;
  return refusalOf({ ...nobody, ...rules }, { person: { email, emailVerified: verified }, groups, userinfoFailed, ownDomains })?.code;
}

describe('Who may enter', () => {
  it.each([
    ['everybody without a rule', {}, { email: '', verified: false, groups: { kind: 'absent' } }, undefined],
    ['an address of an allowed domain', domain, { email: 'Ada@ACME.com' }, undefined],
    ['an address of another domain', domain, { email: 'ada@acme.com.evil.example' }, 'address_not_allowed'],
    ['an address of a domain below it', domain, { email: 'ada@mail.acme.com' }, 'address_not_allowed'],
    ['an address that is not verified', domain, { verified: false }, 'address_not_verified'],
    ['an address that is neither verified nor allowed', domain, { email: 'a@b.c', verified: false }, 'address_not_verified'],
    ['nobody without an address', domain, { email: '' }, 'address_not_verified'],
    ["an address of the connection's own domain", domain, { verified: false, ownDomains: ['acme.com'] }, undefined],
    [
      "an address of another than the connection's own domain",
      domain,
      { verified: false, ownDomains: ['other.com'] },
      'address_not_verified',
    ],
    [
      "an address of the connection's own domain that is not allowed",
      domain,
      { email: 'a@b.c', ownDomains: ['b.c'] },
      'address_not_allowed',
    ],
    ['an allowed address', address, { email: 'EVE@gmail.com' }, undefined],
    ['an allowed address that is not verified', address, { email: 'eve@gmail.com', verified: false }, 'address_not_verified'],
    ['an allowed address beside an allowed domain', { ...domain, ...address }, { email: 'eve@gmail.com' }, undefined],
    ['somebody in an allowed group', group, { groups: inGroups('Other', 'Ops') }, undefined],
    ['somebody in no allowed group', group, { groups: inGroups('staff') }, 'group_not_allowed'],
    ['an allowed domain without an allowed group', { ...domain, ...group }, { groups: inGroups() }, 'group_not_allowed'],
    ['an allowed group without an allowed domain', { ...domain, ...group }, { email: 'a@b.c' }, 'address_not_allowed'],
    ['groups that did not come', group, { groups: { kind: 'absent' } }, 'groups_missing'],
    ['groups that may come next time', group, { groups: { kind: 'absent' }, userinfoFailed: true }, 'groups_unavailable'],
    ['groups that are too many to come', group, { groups: { kind: 'overage' } }, 'groups_overage'],
    ['groups that cannot be read', group, { groups: { kind: 'unreadable', leftOut: ['number'] } }, 'groups_unreadable'],
  ] as const)('judges %s', (_what, rules, entrant, code) => {
    expect(refuse(rules, entrant)).toBe(code);
  });
});

describe('Domains of a connection', () => {
  const tenant = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const entra = 'https://login.microsoftonline.com/organizations/v2.0';

  // Whoever has a tenant of their own writes any address into it: no address of Entra is verified.
  it.each([
    ['vouch for addresses of an issuer of one organisation', { OIDC_ISSUER: 'https://acme.okta.com' }, ['acme.com']],
    ['vouch for those of one tenant', { OIDC_ISSUER: entra, OIDC_TENANTS: tenant }, ['acme.com']],
    ['vouch for none where anybody can have an account', { OIDC_ISSUER: 'https://accounts.google.com' }, []],
    ['vouch for none where every tenant may sign in', { OIDC_ISSUER: entra, OIDC_TENANTS: '*' }, []],
    ['vouch for none where several tenants may', { OIDC_ISSUER: entra, OIDC_TENANTS: `${tenant},${tenant.replace('0', '1')}` }, []],
  ])('%s', (_what, provider, domains) => {
    const client = { OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', CONNECTION_DEFAULT_DOMAINS: 'acme.com' };
    const env = { NODE_ENV: 'test', SESSION_SECRET: 'x', ALLOWED_EMAIL_DOMAINS: 'acme.com', ...client, ...provider };
    const [connection] = loadSettings({ env, files: false }).connections;
    expect(connection && vouched(connection, { email: 'ada@acme.com', emailVerified: false }, {}).ownDomains).toEqual(domains);
  });
});

describe('A verified address at Google', () => {
  const env = {
    NODE_ENV: 'test',
    SESSION_SECRET: 'x',
    OIDC_ISSUER: 'https://accounts.google.com',
    OIDC_CLIENT_ID: 'a',
    OIDC_CLIENT_SECRET: 'b',
  };

  it.each([
    ['counts in an organisation', 'ada@acme.com', { hd: 'acme.com' }, true],
    ['counts at Gmail', 'Ada@Gmail.com', {}, true],
    ['does not count where its owner may have left the company', 'ada@acme.com', {}, false],
    ['does not count in a domain that only looks like Gmail', 'ada@gmail.com.evil.example', {}, false],
  ])('%s', (_what, email, claims, isVouchedFor) => {
    const [connection] = loadSettings({ env, files: false }).connections;
    expect(connection && vouched(connection, { email, emailVerified: true }, claims).person.emailVerified).toBe(isVouchedFor);
  });
});
