const paths = new Set(['/healthz', '/readyz', '/metrics']);

/** What balancers, scrapers and browsers ask for by themselves, whoever is signed in. `url`: path and query, without the prefix of PUBLIC_URL. */
export function isForMachines(url: string): boolean {
  return url.startsWith('/assets/') || paths.has(pathOf(url));
}

/** The path of `url`, which is a path with or without a query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
