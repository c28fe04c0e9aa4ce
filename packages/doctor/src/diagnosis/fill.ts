import type { Facts } from './diagnosis.js';

/** Replaces `{name}` by the fact of that name, in strings and in the strings inside objects and lists. */
export function fill<T>(template: T, facts: Facts): T {
  const texts = {
    ...facts,
    provider: facts.provider?.name ?? 'the provider',
    scopes: facts.scopes.join(' '),
    providerLog: logOf(facts),
    orgUrl: facts.orgUrl ?? 'https://{yourOktaDomain}',
    // Behind a custom domain the issuer is all that is known of Okta's server.
    authServerId: facts.authServerId ?? /\/oauth2\/([^/]+)\/?$/.exec(facts.issuer)?.[1] ?? facts.issuer,
  };
  return fillValue(template, new Map(Object.entries(texts))) as T;
}

function logOf({ orgUrl, provider }: Facts): string {
  const place = orgUrl === undefined ? provider?.log : 'Reports > System Log';
  return place === undefined ? '' : ` (${place})`;
}

function fillValue(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (whole, name: string) => texts.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((item) => fillValue(item, texts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillValue(item, texts)]));
  }
  return value;
}
