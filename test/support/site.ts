/** Hosts that browsers treat as secure over plain http, and that never leave this machine (Secure Contexts, section 3.1). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * The site of an address: scheme and registrable domain; ports do not count.
 * The last two labels stand in for the public suffix list.
 */
export function siteOf({ protocol, hostname }: URL): string {
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return `${protocol}//${isAddress ? hostname : hostname.split('.').slice(-2).join('.')}`;
}

/** A value of Sec-Fetch-Site, from the nearest to the furthest; 'none': the person typed the address. */
export type FetchSite = (typeof sites)[number];

const sites = ['none', 'same-origin', 'same-site', 'cross-site'] as const;

/** How far `to` is from the page that leads there. */
export function fetchSite(from: URL | undefined, to: URL): FetchSite {
  if (from === undefined) return 'none';
  if (from.origin === to.origin) return 'same-origin';
  return siteOf(from) === siteOf(to) ? 'same-site' : 'cross-site';
}

/** A chain of redirects counts as its furthest address (Fetch Metadata, section 2.3). */
export function furthest(one: FetchSite, other: FetchSite): FetchSite {
  return sites.indexOf(one) > sites.indexOf(other) ? one : other;
}
