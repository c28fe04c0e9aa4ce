import { splitOktaIssuer } from './okta-issuer.js';

/** Names that Okta's CLI, samples and SDKs use for what has another name here. */
const exportedNames = {
  issuer: 'OKTA_OAUTH2_ISSUER',
  clientId: 'OKTA_OAUTH2_CLIENT_ID',
  clientSecret: 'OKTA_OAUTH2_CLIENT_SECRET',
} as const;
/** Too general for the environment of a machine: read from .okta.env only. */
const sampleNames = { orgUrl: 'ORG_URL', issuer: 'ISSUER', clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET' } as const;

export interface NamedValue {
  readonly value: string;
  /** The variable as it is written in its source. */
  readonly writtenAs: string;
}

/**
 * Translates Okta's names into ours. A value under our own name wins over one under Okta's.
 *
 * @param isOktaFile True for .okta.env, where the samples' short names (ORG_URL, CLIENT_ID …) count as well.
 */
export function translateOktaNames(values: ReadonlyMap<string, string>, isOktaFile: boolean): Map<string, NamedValue> {
  const named = new Map<string, NamedValue>();
  const add = (name: string, value: string, writtenAs: string): void => {
    if (!named.has(name)) named.set(name, { value, writtenAs });
  };
  const translated = new Set<string>(
    isOktaFile ? [...Object.values(exportedNames), ...Object.values(sampleNames)] : Object.values(exportedNames),
  );
  for (const [name, value] of values) if (!translated.has(name)) add(name, value, name);

  const families = isOktaFile ? [exportedNames, sampleNames] : [exportedNames];
  for (const family of families) {
    const get = (name: string | undefined): string | undefined => (name === undefined ? undefined : values.get(name) || undefined);
    const issuer = get(family.issuer);
    const orgUrl = 'orgUrl' in family ? get(family.orgUrl) : undefined;
    if (orgUrl !== undefined) add('OKTA_ORG_URL', orgUrl, sampleNames.orgUrl);
    if (issuer !== undefined) {
      const parts = splitOktaIssuer(issuer);
      add('OKTA_ORG_URL', parts.orgUrl, family.issuer);
      add('OKTA_AUTH_SERVER', parts.authServer, family.issuer);
    }
    const clientId = get(family.clientId);
    const clientSecret = get(family.clientSecret);
    if (clientId !== undefined) add('OIDC_CLIENT_ID', clientId, family.clientId);
    if (clientSecret !== undefined) add('OIDC_CLIENT_SECRET', clientSecret, family.clientSecret);
  }
  return named;
}
