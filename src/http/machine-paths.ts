const machines = /^\/(?:assets\/|healthz|readyz|metrics|favicon|robots)/;

/** What balancers, scrapers and browsers ask for by themselves, whoever is signed in. `url`: path and query, without the prefix of PUBLIC_URL. */
export function isForMachines(url: string): boolean {
  return machines.test(url);
}
