// npm run bench -- scim: a directory that sends 25 requests a second, as Entra's gallery asks an application to carry, and then all it can.
import { setTimeout as sleep } from 'node:timers/promises';
import { contestants } from './support/contestants.mjs';
import { cpuTime, machineTime } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startPostgres, startProvider } from './support/servers.mjs';
import { quantile } from './support/statistics.mjs';

const perSecond = 25;
/** Requests before the measured ones, and those that are sent as fast as they are answered, so many at once. */
const warming = 300;
const burst = 800;
const flight = 8;
const token = 'a-token-of-the-directory-of-the-bench-0123456789';
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

/** `people`: provisioned first, all in one group. Prints a table; the rows for printTargets() are CPU times, since those of a busy machine say something. */
export async function measureScim({ people, seconds }) {
  const provider = await startProvider();
  const postgres = await startPostgres();
  const rows = [];
  const judged = [];
  try {
    for (const [store, address] of [['SQLite'], ['PostgreSQL', postgres?.url]]) {
      if (store === 'PostgreSQL' && address === undefined) continue;
      const program = await start(provider, address);
      try {
        const directory = await Directory.fill(program.url, people);
        await directory.send(warming);
        const [paced, busy] = [await measured(program, () => directory.pace(seconds)), await measured(program, () => directory.send(burst))];
        const times = [0.5, 0.99, 1].map((share) => quantile(directory.milliseconds, share).toFixed(0));
        const each = paced.cpu / directory.milliseconds.length / 1000;
        rows.push([store, String(people), ...times, each.toFixed(2), (burst / busy.seconds).toFixed(0), paced.others.toFixed(2)]);
        judged.push({ figure: `CPU ms of a SCIM request, ${store}`, against: `${perSecond} a second on one core`, value: each, target: 1000 / perSecond, digits: 2 });
      } finally {
        await program.stop();
      }
    }
  } finally {
    provider.stop();
    await postgres?.stop();
  }
  const head = [`${perSecond} SCIM requests a second`, 'people', 'median ms', '99 % ms', 'slowest ms', 'CPU ms', `${flight} at once, requests/s`, 'others'];
  printTable(head, rows);
  return judged;
}

function start({ issuer }, address) {
  const contestant = contestants['application, SQLite'];
  const environment = (surroundings) => ({
    ...contestant.environment(surroundings),
    SCIM_TOKEN: token,
    ...(address !== undefined && { DATABASE_URL: address }),
  });
  return Program.start({ ...contestant, environment }, { issuer });
}

/** Microseconds of CPU of the program, and how many cores other programs used. */
async function measured({ pids }, work) {
  const before = { at: performance.now(), cpu: cpuTime(pids), own: cpuTime([process.pid]), machine: machineTime() };
  await work();
  const seconds = (performance.now() - before.at) / 1000;
  const [cpu, own] = [cpuTime(pids) - before.cpu, cpuTime([process.pid]) - before.own];
  return { seconds, cpu, others: Math.max(0, (machineTime() - before.machine - cpu - own) / 1e6 / seconds) };
}

/** Sends what Okta does for each person who is assigned, changed and unassigned. */
class Directory {
  /** Of each request of pace(). */
  milliseconds = [];
  #requests;
  #url;

  constructor(url, group, people) {
    this.#url = url;
    this.#requests = this.#endless(group, people);
  }

  static async fill(url, people) {
    const members = [];
    await lanes(people, async (number) => members.push({ value: (await ask(url, 'POST', '/Users', person(number))).id }));
    const { id } = await ask(url, 'POST', '/Groups', { displayName: 'Everyone', members });
    return new Directory(url, id, people);
  }

  /** In time, whether or not those before have been answered. */
  async pace(seconds) {
    const pending = [];
    const began = performance.now();
    for (let sent = 0; sent < perSecond * seconds; sent += 1) {
      await sleep(Math.max(0, began + (sent * 1000) / perSecond - performance.now()));
      const at = performance.now();
      pending.push(this.#next().then(() => this.milliseconds.push(performance.now() - at)));
    }
    await Promise.all(pending);
  }

  send(count) {
    return lanes(count, () => this.#next());
  }

  #next() {
    return this.#requests.next().value();
  }

  /** Five requests of each person; the first one's answer is what the others need, and comes before them. */
  *#endless(group, first) {
    for (let number = first; ; number += 1) {
      const created = Promise.withResolvers();
      const to = async (method, path, body) => ask(this.#url, method, path.replace('{id}', await created.promise), body);
      const change = (Operations) => ({ schemas, Operations });
      yield () => ask(this.#url, 'GET', `/Users?filter=${encodeURIComponent(`userName eq "${person(number).userName}"`)}`);
      yield () => ask(this.#url, 'POST', '/Users', person(number)).then(({ id }) => created.resolve(id), created.reject);
      yield async () => to('PATCH', `/Groups/${group}`, change([{ op: 'add', path: 'members', value: [{ value: await created.promise }] }]));
      yield () => to('PUT', '/Users/{id}', { ...person(number), displayName: 'Somebody else' });
      yield () => to('PATCH', '/Users/{id}', change([{ op: 'replace', value: { active: false } }]));
    }
  }
}

/** `work` of each number below `count`. */
async function lanes(count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: flight }, lane));
}

function person(number) {
  const userName = `person-${number}@example.test`;
  const name = { givenName: 'Ada', familyName: `Number ${number}` };
  return { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, name, externalId: `00u${number}`, emails: [{ value: userName, type: 'work', primary: true }], active: true };
}

async function ask(url, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const response = await fetch(`${url}/scim/v2${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
