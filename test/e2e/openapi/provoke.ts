/** What one call was answered. */
export interface Answered {
  readonly status: number;
  readonly type: string | null;
  readonly challenge: string | null;
  /** Undefined: empty. */
  readonly body: unknown;
}

export interface Route {
  readonly method: string;
  readonly url: string;
  /** JSON that it takes; undefined: it takes none. */
  readonly body: unknown;
}

/** Cookie headers of two people, the first of whom may do everything. */
export interface People {
  readonly allowed: string;
  readonly other: string;
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls a route in every way that it could answer differently. */
export async function provoke(route: Route, { allowed, other }: People): Promise<Answered[]> {
  const sample: Sent = route.body === undefined ? { headers: {} } : json(JSON.stringify(route.body));
  const calls: RequestInit[] = [
    { ...sample, headers: { ...sample.headers, cookie: allowed } },
    { ...sample, headers: { ...sample.headers, cookie: other } },
    sample,
    { ...sample, headers: { ...sample.headers, cookie: allowed, origin: 'https://elsewhere.example' } },
    { ...sample, headers: { ...sample.headers, authorization: 'Bearer forged' } },
  ];
  if (route.body !== undefined) {
    for (const wrong of [
      json('{'),
      json('{}'),
      json(JSON.stringify('x'.repeat(70_000))),
      { body: 'x', headers: { 'content-type': 'image/png' } },
    ])
      calls.push({ ...wrong, headers: { ...wrong.headers, cookie: allowed } });
  }
  const answers: Answered[] = [];
  for (const call of calls) answers.push(await ask(route, call));
  return answers;
}

export async function ask({ method, url }: Pick<Route, 'method' | 'url'>, call: RequestInit): Promise<Answered> {
  const response = await fetch(url, { ...call, method, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function json(body: string): Sent {
  return { body, headers: { 'content-type': 'application/json' } };
}
