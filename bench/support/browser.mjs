import http from 'node:http';

/** What a person's browser does: keeps cookies of the application, follows redirects, sends the first form of a sign-in page. */
export class Browser {
  #cookies = new Map();
  #origin;
  #agent;

  /** `agent`: keeps connections, shared by the browsers of one run. */
  constructor(url, agent) {
    this.#origin = new URL(url);
    this.#agent = agent;
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get cookieLength() {
    return this.cookie.length;
  }

  /** Each cookie with one character altered. */
  get forgedCookie() {
    const altered = (value) => value.slice(0, value.length >> 1) + (value[value.length >> 1] === 'A' ? 'B' : 'A') + value.slice((value.length >> 1) + 1);
    return [...this.#cookies].map(([name, value]) => `${name}=${altered(value)}`).join('; ');
  }

  async fetch(address, { method = 'GET', body, cookie } = {}) {
    const url = new URL(address, this.#origin);
    const own = url.host === this.#origin.host;
    const headers = { accept: 'text/html,application/xhtml+xml', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36' };
    if (own && (cookie ?? this.cookie) !== '') headers.cookie = cookie ?? this.cookie;
    if (body !== undefined) {
      Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: this.#origin.origin });
    }
    const answer = await send(url, { method, headers, agent: this.#agent }, body);
    if (own) for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
    return answer;
  }

  /** Opens a page as a person would; ends at the first that is neither a redirect nor a form to pass by. */
  async open(address, { method, body, destination } = {}) {
    let request = { method, body };
    let url = new URL(address, this.#origin);
    let formSent = false;
    for (let step = 0; step < 15; step += 1) {
      const answer = await this.fetch(url, request);
      request = {};
      if (answer.status >= 300 && answer.status < 400) {
        url = new URL(answer.headers.location, url);
        continue;
      }
      if (answer.status !== 200) throw new Error(`${answer.status} at ${url.pathname}: ${answer.body.slice(0, 200)}`);
      const form = formSent || url.pathname === destination ? undefined : readForm(answer.body);
      if (form === undefined) return answer;
      formSent = true;
      url = new URL(form.action || url.href, url);
      request = { method: 'POST', body: form.body };
    }
    throw new Error('too many redirects');
  }

  /** Signs in and opens the guarded page. Rejects when it does not show the person's name. */
  async signIn({ login, profile, name }) {
    await this.open(login, { destination: profile });
    const page = await this.fetch(profile);
    if (page.status !== 200 || !page.body.includes(name)) throw new Error(`${profile} answered ${page.status} without the name: ${page.body.slice(0, 120)}`);
    return page;
  }

  #keep(line) {
    const [pair, ...attributes] = line.split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1).trim();
    const maxAge = attributes.map((attribute) => /^\s*max-age=(-?\d+)\s*$/i.exec(attribute)?.[1]).find((found) => found !== undefined);
    const expires = attributes.map((attribute) => /^\s*expires=(.*)$/i.exec(attribute)?.[1]).find((found) => found !== undefined);
    const isOver = maxAge === undefined ? expires !== undefined && Date.parse(expires) < Date.now() : Number(maxAge) <= 0;
    if (value === '' || isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function readForm(html) {
  const form = /<form[^>]*method="?post"?[^>]*>([\s\S]*?)<\/form>/i.exec(html);
  if (form === null) return undefined;
  const body = new URLSearchParams();
  for (const [input] of form[1].matchAll(/<input[^>]*>/gi)) {
    const name = attribute(input, 'name');
    if (name !== undefined) body.set(name, attribute(input, 'value') ?? '');
  }
  return { action: attribute(form[0], 'action'), body: body.toString() || 'x=' };
}

function attribute(tag, name) {
  return new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replace(/&amp;/g, '&');
}

function send(url, options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.on('error', (cause) => reject(new Error(`${options.method} ${url.href.slice(0, 100)}: ${cause.message}`, { cause })));
    request.end(body);
  });
}
