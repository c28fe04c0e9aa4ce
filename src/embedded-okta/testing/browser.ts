/** A browser as far as sign-in needs one: cookies of one host, one request at a time. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  get cookieNames(): string[] {
    return [...this.#cookies.keys()];
  }

  /** Requests without following a redirect; a form makes it a POST. */
  async open(url: string | URL, form?: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
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

  /** Paths and expiry do not matter to these tests: names are unique, and an empty value is a removal. */
  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}
