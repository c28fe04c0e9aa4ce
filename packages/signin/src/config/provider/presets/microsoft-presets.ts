import type { ProviderPreset } from './provider-preset.js';

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
const assertions = { OIDC_CLIENT_ASSERTION_AUDIENCE: 'endpoint' } as const;

/** A person is the same one by oid alone: each application is told another sub, which no mapping of provisioning knows. */
const provisioned = { SCIM_CLAIM: 'oid' } as const;

/** The tenant of everybody's own Microsoft account. */
export const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';

const entraNotes = [
  'PKCE is sent although Entra does not advertise it.',
  'sub is different for each application; oid and tid together name a person across applications. There is no email_verified.',
  'People with very many groups come with a pointer instead of the list: prefer app roles (OIDC_GROUPS_CLAIM=roles).',
];

/** Microsoft's directories, whose addresses differ more than their tokens. */
export const microsoftPresets: Readonly<Record<string, ProviderPreset>> = {
  'entra-personal': {
    name: 'Microsoft personal accounts',
    issuer: /^https:\/\/login\.microsoftonline\.com\/consumers(\/|$)/i,
    refusal: {
      problem: 'is an alias that no token carries',
      fix: `Write the issuer that it stands for: OIDC_ISSUER=https://login.microsoftonline.com/${personalAccounts}/v2.0`,
    },
    notes: entraNotes,
  },
  'entra-multitenant-without-version': {
    name: 'Microsoft Entra ID, several tenants',
    issuer: /^https:\/\/login\.microsoftonline\.com\/(common|organizations)\/?$/i,
    refusal: {
      problem: 'lacks the version at its end',
      fix: 'Write OIDC_ISSUER=https://login.microsoftonline.com/organizations/v2.0 (common in place of organizations lets personal accounts in as well), and in OIDC_TENANTS the ids of the tenants whose people may sign in.',
    },
    notes: entraNotes,
  },
  'entra-multitenant': {
    name: 'Microsoft Entra ID, several tenants',
    issuer: /^https:\/\/login\.microsoftonline\.com\/(common|organizations)\/v2\.0\/?$/i,
    required: {
      OIDC_TENANTS:
        'List the ids of the tenants whose people may sign in, with commas between, or write * for the people of every tenant in the world.',
    },
    defaults: provisioned,
    otherAccount: 'select_account',
    log: 'Entra admin center > Monitoring & health > Sign-in logs',
    guide: 'docs/entra.md',
    notes: ["The issuer in tokens is the one of the person's tenant; OIDC_TENANTS says which are let in.", ...entraNotes],
  },
  'entra-personal-tenant': {
    name: 'Microsoft personal accounts',
    issuer: new RegExp(`^https://login\\.microsoftonline\\.com/${personalAccounts}/v2\\.0/?$`, 'i'),
    isPublic: true,
    otherAccount: 'select_account',
    defaults: assertions,
    notes: entraNotes,
  },
  entra: {
    name: 'Microsoft Entra ID',
    issuer: /^https:\/\/login\.microsoftonline\.(com|us)\/[^/]+\/v2\.0\/?$/i,
    defaults: { ...assertions, ...provisioned },
    otherAccount: 'select_account',
    log: 'Entra admin center > Monitoring & health > Sign-in logs',
    guide: 'docs/entra.md',
    notes: ["The issuer holds the tenant's id (a GUID), not its domain.", ...entraNotes],
  },
  'entra-v1': {
    name: 'Microsoft Entra ID, version 1',
    issuer: /^https:\/\/(sts\.windows\.net|login\.windows\.net|login\.microsoftonline\.com)(\/|$)/i,
    refusal: {
      problem: "is an issuer of Entra's version 1, whose tokens differ from the standard",
      fix: "Use version 2: OIDC_ISSUER=https://login.microsoftonline.com/<tenant id>/v2.0, and accessTokenAcceptedVersion 2 in the application's manifest.",
    },
    notes: [],
  },
  'azure-b2c': {
    name: 'Azure AD B2C',
    issuer: /^https:\/\/[^/]+\.b2clogin\.com\//i,
    defaults: { ...assertions, OIDC_CLIENT_AUTH: 'client_secret_post', OIDC_SCOPES: 'openid' },
    required: {
      OIDC_DISCOVERY_URL:
        'Copy the metadata address of your user flow: OIDC_DISCOVERY_URL=https://<tenant>.b2clogin.com/<tenant>.onmicrosoft.com/<policy>/v2.0/.well-known/openid-configuration',
    },
    notes: [
      'Discovery belongs to a user flow and is not below the issuer, and endpoints carry the policy in their query.',
      'The e-mail address may come as a list named emails. Userinfo exists with custom policies only.',
    ],
  },
  adfs: {
    name: 'AD FS',
    issuer: /^https:\/\/[^/]+\/adfs\/?$/i,
    defaults: { ...assertions, OIDC_CLIENT_AUTH: 'client_secret_post' },
    log: 'Event Viewer > Applications and Services Logs > AD FS > Admin',
    notes: [
      'The issuer is written as AD FS was installed, often in capitals: copy it from the discovery document.',
      'Userinfo returns sub alone: issue further claims into the ID token (response mode and scope allatclaims).',
      'PKCE is sent although AD FS does not advertise it.',
    ],
  },
};
