interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** A browser as far as sign-in needs one: the cookies of one host, one request at a time. */
export class Browser {
  private readonly cookies = new Map<string, Cookie>();

  get cookieNames(): string[] {
    return [...this.cookies.values()].map(({ name }) => name);
  }

  /** Requests without following a redirect; a form makes it a POST. */
  async open(url: string | URL, form?: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetchAlone(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: this.cookiesFor(new URL(url).pathname) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** Follows redirects while they stay at the origin of the first address. */
  async visit(url: string | URL, form?: Readonly<Record<string, string>>): Promise<Visit> {
    let address = new URL(url);
    const { origin } = address;
    let response = await this.open(address, form);
    for (let location = response.headers.get('location'); location !== null; location = response.headers.get('location')) {
      address = new URL(location, address);
      if (address.origin !== origin) return { url: address, status: response.status, text: '' };
      response = await this.open(address);
    }
    return { url: address, status: response.status, text: await response.text() };
  }

  private cookiesFor(pathname: string): string {
    const sent = [...this.cookies.values()].filter(({ path }) => pathname.startsWith(path));
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** An empty value is a removal; expiry does not matter to these tests. */
  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? '/';
    if (value === '') this.cookies.delete(`${name} ${path}`);
    else this.cookies.set(`${name} ${path}`, { name, value, path });
  }
}

export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/**
 * fetch() over a connection of its own. A kept one would be used again after the provider was restarted at the same address, where its end
 * had not been noticed yet.
 */
export function fetchAlone(url: string | URL, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...options, headers });
}
