import type { ProblemList } from './configuration-error.js';
import type { EntryRules, ProviderSettings, PublicUrl } from './settings.js';
import { personalAccounts } from './provider/presets/microsoft-presets.js';
import type { EntryVariables } from './variables/entry-variables.js';
import type { ProviderVariables } from './variables/provider-variables.js';
import type { Variables } from './variables/variables.js';
import { isExposed, isLoopback } from './variables/web-address.js';

type Row<Texts extends readonly string[]> = readonly [applies: boolean, setting: string, ...Texts];

/**
 * Reports settings that are right each on its own and wrong together.
 *
 * @param provider undefined: there is a problem with it already.
 */
export function checkConflicts(
  variables: Variables,
  publicUrl: PublicUrl,
  provider: ProviderSettings | undefined,
  problems: ProblemList,
): void {
  const isOktaOrg = provider?.server.kind === 'okta-org';
  const rows: readonly Row<[problem: string, fix: string]>[] = [
    [
      variables.NODE_ENV === 'production' && isExposed(new URL(publicUrl.origin)),
      'PUBLIC_URL',
      'begins with http://',
      `In production people's sessions need https: PUBLIC_URL=${publicUrl.href.replace('http:', 'https:')}`,
    ],
    [
      variables.API_AUDIENCE !== undefined && variables.API_TOKENS === 'jwt' && isOktaOrg,
      'API_AUDIENCE',
      "does not go with Okta's org server: its access tokens are meant for Okta alone and must not be judged by others",
      'Use a custom authorization server (OKTA_AUTH_SERVER=default), or let Okta judge each token: API_TOKENS=introspection.',
    ],
  ];
  for (const [applies, setting, problem, fix] of rows) if (applies) problems.add(setting, problem, fix);
  checkProviderConflicts(variables, provider, problems);
}

/** The same for what each connection has of its own. */
export function checkProviderConflicts(
  variables: ProviderVariables & EntryVariables,
  provider: Pick<ProviderSettings, 'server' | 'scopes'> | undefined,
  problems: ProblemList,
): void {
  const byGroup = variables.ALLOWED_GROUPS?.length ? 'ALLOWED_GROUPS' : variables.ROLES !== undefined ? 'ROLES' : undefined;
  const rows: readonly Row<[problem: string, fix: string]>[] = [
    [
      byGroup !== undefined && provider?.server.kind === 'okta-org' && !provider.scopes.includes('groups'),
      byGroup ?? '',
      "needs the groups claim, which Okta's org server sends only for the scope groups",
      `Write OIDC_SCOPES=${variables.OIDC_SCOPES.join(' ')} groups`,
    ],
    [
      !variables.OIDC_PKCE && !variables.OIDC_NONCE,
      'OIDC_PKCE',
      'and OIDC_NONCE are both off: then nothing ties a code to the browser that asked for it, and whoever has a stolen one signs in with it',
      'Keep one of the two on. A provider that returns no nonce (LinkedIn) has to let this client use PKCE.',
    ],
    [
      !variables.OIDC_PKCE && variables.OIDC_CLIENT_AUTH === 'none',
      'OIDC_PKCE',
      'is off while OIDC_CLIENT_AUTH is none: anybody who sees a code could redeem it (RFC 9700, section 2.1.1)',
      'Keep PKCE on, or give the client a secret or a key.',
    ],
  ];
  for (const [applies, setting, problem, fix] of rows) if (applies) problems.add(setting, problem, fix);
}

/** Warns of what works and deserves a second look. `inHost`: which proxies are trusted is the host's to know. */
export function warnOfConflicts(
  variables: Variables,
  publicUrl: PublicUrl,
  provider: ProviderSettings,
  entry: EntryRules,
  problems: ProblemList,
  inHost = false,
): void {
  const { clientId } = provider;
  const isProduction = variables.NODE_ENV === 'production';
  const url = new URL(publicUrl.origin);
  const rows: readonly Row<[message: string]>[] = [
    [
      variables.NODE_ENV === 'development' && publicUrl.secure && !isLoopback(url),
      'NODE_ENV',
      'is development, its default, while PUBLIC_URL is https: error pages show what only developers should see, and views are read anew at each request. Where people sign in, set NODE_ENV=production.',
    ],
    [isExposed(url), 'PUBLIC_URL', 'is plain http: everyone on the network can read sessions. Production refuses it.'],
    [isProduction && variables.PUBLIC_URL === undefined, 'PUBLIC_URL', `is not set: people can sign in at ${publicUrl.href} only.`],
    [
      isProduction && !inHost && publicUrl.secure && variables.TRUST_PROXY.length === 0,
      'TRUST_PROXY',
      'is off while PUBLIC_URL is https, so that everyone behind the proxy shares one address: its rate limit, and what the list of sessions shows.',
    ],
    [
      // A browser on this machine that opens http://localhost comes to a server that listens on one of these.
      variables.PUBLIC_URL === undefined && !['localhost', '0.0.0.0', '127.0.0.1', '::', '::1'].includes(variables.HOST),
      'HOST',
      `is ${variables.HOST}, and ${publicUrl.href} may not lead there. Some shells set HOST to the name of the machine: set HOST=localhost, or PUBLIC_URL to the address that people use.`,
    ],
    [
      variables.API_AUDIENCE !== undefined && variables.API_AUDIENCE === clientId,
      'API_AUDIENCE',
      'is the client id, which is also the audience of ID tokens: only access tokens with the header typ at+jwt (RFC 9068) are accepted. Give the API an audience of its own.',
    ],
  ];
  for (const [applies, setting, message] of rows) if (applies) problems.warn(setting, message);
  warnOfProviderConflicts(variables, provider, entry, problems);
}

/** The same for what each connection has of its own. */
export function warnOfProviderConflicts(
  variables: ProviderVariables,
  provider: Pick<ProviderSettings, 'recognised' | 'tenants'>,
  entry: EntryRules,
  problems: ProblemList,
): void {
  const rows: readonly Row<[message: string]>[] = [
    [
      isPublicIssuer(provider) && !entry.isStated,
      'ALLOWED_EMAIL_DOMAINS',
      `and ALLOWED_EMAILS, ALLOWED_GROUPS are not set: whoever has an account at ${provider.recognised?.name ?? ''} may enter, and anybody can make one. Say who may, or write ALLOWED_EMAIL_DOMAINS=* where everybody is meant, or onSignIn decides.`,
    ],
    [!variables.OIDC_PKCE, 'OIDC_PKCE', 'is off: a stolen authorization code can be redeemed by whoever has the client secret.'],
    [!variables.OIDC_NONCE, 'OIDC_NONCE', 'is off: ID tokens are not tied to the sign-in that they answer.'],
    [
      variables.OIDC_CLIENT_KEY_ID !== undefined && variables.OIDC_CLIENT_PRIVATE_KEY_FILE === undefined,
      'OIDC_CLIENT_KEY_ID',
      'is not used without OIDC_CLIENT_PRIVATE_KEY_FILE.',
    ],
  ];
  for (const [applies, setting, message] of rows) if (applies) problems.warn(setting, message);
}

/** Entra's issuer for several tenants is public where it is open to every one of them, or to the one that holds personal accounts. */
export function isPublicIssuer({ recognised, tenants }: Pick<ProviderSettings, 'recognised' | 'tenants'>): boolean {
  return recognised?.isPublic === true || tenants.some((tenant) => tenant === '*' || tenant === personalAccounts);
}
