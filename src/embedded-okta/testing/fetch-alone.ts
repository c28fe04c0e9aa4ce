/**
 * fetch() over a connection of its own. A kept one would be used again after the provider was restarted at the same address, where its end
 * had not been noticed yet.
 */
export function fetchAlone(url: string | URL, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...options, headers });
}
