import type { Facts } from './diagnosis.js';

/** Replaces `{name}` by the fact of that name, in strings and in the strings inside objects and lists. */
export function fill<T>(template: T, facts: Facts): T {
  return fillValue(template, facts) as T;
}

function fillValue(value: unknown, facts: Facts): unknown {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (whole, name: string) => factText(name, facts) ?? whole);
  if (Array.isArray(value)) return value.map((item) => fillValue(item, facts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillValue(item, facts)]));
  }
  return value;
}

function factText(name: string, facts: Facts): string | undefined {
  switch (name) {
    case 'issuer':
    case 'clientId':
    case 'redirectUri':
    case 'postLogoutRedirectUri':
    case 'groupsClaim':
      return facts[name];
    case 'scopes':
      return facts.scopes.join(' ');
    case 'orgUrl':
      return facts.orgUrl ?? 'https://{yourOktaDomain}';
    case 'authServerId':
      // Behind a custom domain the issuer is all that is known of Okta's server.
      return facts.authServerId ?? /\/oauth2\/([^/]+)\/?$/.exec(facts.issuer)?.[1] ?? facts.issuer;
    default:
      return undefined;
  }
}
