import { randomUUID } from 'node:crypto';
import { type RunningApp, startApp } from '../../support/start-app.js';

export const token = 'a-token-of-the-directory-0123456789abcdef';
export const otherToken = 'the-token-that-comes-after-it-0123456789abc';

export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined: none came. */
  readonly body: ScimBody | undefined;
}

// What a test reads of a response is what it then expects something of.
export type ScimBody = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly Resources: readonly ScimBody[];
  readonly totalResults: number;
};

/** What a directory sends, to the letter. */
export class DirectoryClient {
  constructor(
    readonly url: string,
    private readonly authorization = `Bearer ${token}`,
    private readonly contentType = 'application/scim+json; charset=utf-8',
  ) {}

  get(path: string): Promise<ScimAnswer> {
    return this.send('GET', path);
  }

  find(kind: 'Users' | 'Groups', filter: string, more = ''): Promise<ScimAnswer> {
    return this.send('GET', `/${kind}?filter=${encodeURIComponent(filter)}${more}`);
  }

  post(path: string, body: unknown): Promise<ScimAnswer> {
    return this.send('POST', path, body);
  }

  put(path: string, body: unknown): Promise<ScimAnswer> {
    return this.send('PUT', path, body);
  }

  patch(path: string, ...Operations: readonly object[]): Promise<ScimAnswer> {
    return this.send('PATCH', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }

  delete(path: string): Promise<ScimAnswer> {
    return this.send('DELETE', path);
  }

  async send(method: string, path: string, body?: unknown): Promise<ScimAnswer> {
    const headers = { authorization: this.authorization, accept: 'application/scim+json', 'content-type': this.contentType };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${this.url}/scim/v2${path}`, { method, headers, ...sent });
    const text = await response.text();
    // Every body is SCIM's, errors too; a 204 has none.
    if (text !== '') expect(response.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : (JSON.parse(text) as ScimBody) };
  }
}

export interface Provisioned {
  readonly app: RunningApp;
  readonly directory: DirectoryClient;
}

/** An application that takes provisioning, and its directory. */
export async function startProvisioned(env: Readonly<Record<string, string>> = {}): Promise<Provisioned> {
  const app = await startApp({ SCIM_TOKEN: token, ...env });
  return { app, directory: new DirectoryClient(app.url) };
}

/** What Okta posts for somebody who is assigned: what nobody asked for is part of it. */
export function oktaUser(userName: string, externalId: string, more: object = {}): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ primary: true, value: userName, type: 'work', display: userName }],
    displayName: 'Ada Lovelace',
    locale: 'en-US',
    externalId,
    groups: [],
    password: 'placeholder',
    active: true,
    ...more,
  };
}

/** Somebody new. */
export async function newPerson(directory: DirectoryClient, more: object = {}): Promise<ScimBody> {
  const { status, body } = await directory.post('/Users', { userName: randomUUID(), ...more });
  expect(status).toBe(201);
  return body as ScimBody;
}

/** Status and scimType of an error that is in SCIM's form. */
export function refusal({ status, body }: ScimAnswer): unknown[] {
  expect(body).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.stringMatching(/.+/) as unknown,
  });
  return [status, body?.['scimType']];
}
