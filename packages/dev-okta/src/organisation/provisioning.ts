import type { Person } from './people.js';

/** Where an application takes people and groups, as it is entered at Okta under Provisioning. */
export interface ScimTarget {
  /** `https://your.host/scim/v2` */
  readonly baseUrl: string;
  readonly token: string;
}

/** What a push came to. */
export interface PushReport {
  readonly people: number;
  readonly groups: number;
  /** What the application refused, one line each. */
  readonly problems: readonly string[];
}

interface Resource extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** Okta closes the socket after 60 seconds. */
const timeoutMs = 60_000;
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/**
 * Pushes people and groups to an application by SCIM 2.0, with the requests that Okta sends.
 * https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20
 */
export class Provisioning {
  /** User names of those who were deactivated. */
  readonly inactive = new Set<string>();
  /** The last one. */
  report: PushReport | undefined;

  constructor(private readonly target: ScimTarget) {}

  get address(): string {
    return this.target.baseUrl;
  }

  /** Everybody who is assigned to the application, and their groups. */
  async push(people: readonly Person[]): Promise<PushReport> {
    const problems: string[] = [];
    const assigned = people.filter(({ refused }) => refused?.code !== 'user_not_assigned');
    const ids = new Map<string, string>();
    for (const person of assigned) {
      const id = await this.attempt(problems, person.username, () => this.pushPerson(person));
      if (id !== undefined) ids.set(person.username, id);
    }
    const names = [...new Set(assigned.filter(({ groups }) => groups.length < 100).flatMap(({ groups }) => groups))];
    let groups = 0;
    for (const name of names) {
      const members = assigned.filter((person) => person.groups.includes(name)).flatMap(({ username }) => ids.get(username) ?? []);
      if ((await this.attempt(problems, name, () => this.pushGroup(name, members))) !== undefined) groups += 1;
    }
    return (this.report = { people: ids.size, groups, problems });
  }

  /** Deactivates somebody, or activates them again, and tells the application. */
  async setActive(person: Person, active: boolean): Promise<void> {
    if (active) this.inactive.delete(person.username);
    else this.inactive.add(person.username);
    const problems: string[] = [];
    const changed = await this.attempt(problems, person.username, async () => {
      const found = await this.find('Users', 'userName', person.username);
      if (found === undefined) return this.pushPerson(person);
      return this.patch(`/Users/${found.id}`, [{ op: 'replace', value: { active } }]).then(() => found.id);
    });
    this.report = { people: changed === undefined ? 0 : 1, groups: 0, problems };
  }

  private async pushPerson(person: Person): Promise<string> {
    const active = !this.inactive.has(person.username);
    const found = await this.find('Users', 'userName', person.username);
    const profile = {
      userName: person.username,
      name: { givenName: person.givenName, familyName: person.familyName },
      emails: [{ primary: true, value: person.username, type: 'work' }],
      displayName: person.name,
      locale: 'en-US',
      externalId: person.id,
      active,
    };
    if (found !== undefined) return (await this.send('PUT', `/Users/${found.id}`, { ...found, ...profile })).id;
    return (await this.send('POST', '/Users', { schemas: [userSchema], ...profile, groups: [], password: 'placeholder' })).id;
  }

  private async pushGroup(displayName: string, members: readonly string[]): Promise<string> {
    const found = await this.find('Groups', 'displayName', displayName);
    const { id } = found ?? (await this.send('POST', '/Groups', { schemas: [groupSchema], displayName, members: [] }));
    await this.patch(`/Groups/${id}`, [
      { op: 'replace', value: { id, displayName } },
      { op: 'replace', path: 'members', value: members.map((value) => ({ value })) },
    ]);
    return id;
  }

  private async find(kind: 'Users' | 'Groups', name: string, value: string): Promise<Resource | undefined> {
    const query = new URLSearchParams({ filter: `${name} eq ${JSON.stringify(value)}`, startIndex: '1', count: '100' });
    const { Resources } = (await this.send('GET', `/${kind}?${query.toString()}`)) as { readonly Resources?: readonly Resource[] };
    return Resources?.[0];
  }

  private async patch(path: string, Operations: readonly object[]): Promise<void> {
    await this.send('PATCH', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }

  /** @throws Error with the application's `detail` for what it refused */
  private async send(method: string, path: string, body?: object): Promise<Resource> {
    const response = await fetch(this.target.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.target.token}`,
        accept: 'application/scim+json',
        'content-type': 'application/scim+json; charset=utf-8',
        'user-agent': 'Okta SCIM Client 1.0.0',
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as Resource & { readonly detail?: string };
    if (!response.ok) throw new Error(`${method} ${path.split('?', 1)[0]}: ${response.status} ${answer.detail ?? ''}`);
    return answer;
  }

  private async attempt(problems: string[], what: string, work: () => Promise<string>): Promise<string | undefined> {
    try {
      return await work();
    } catch (error) {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
