// The dearest request that nobody has signed: what strangers can make us work and send, whatever they send, on any route.
import http from 'node:http';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { cpuTime } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startProvider } from './support/servers.mjs';
import { median } from './support/statistics.mjs';

/** Milliseconds of CPU time, and bytes of a response with its headers. */
const targets = { cpu: 2, bytes: 64 * 1024 };
/** What is left of the headers that a server takes: Node's own limit, and the application's. */
const programs = { 'application, SQLite': 31_000, 'Nest on Fastify, SQLite': 15_000, 'Nest on Express, SQLite': 15_000 };
/** Where we read what is posted. On its own routes a host does, by the parsers that it has. */
const ownForms = ['/login', '/authorization-code/callback', '/logout', '/backchannel-logout'];
/** Bytes of a body, just within the limit. */
const body = 64_000;
const shown = 8;

/** `turns` of `each` requests are measured, after as many for V8. @returns {Promise<object[]>} the rows for printTargets() */
export async function measureDearest({ turns = 5, each = 60 } = {}) {
  const provider = await startProvider();
  const judged = [];
  try {
    for (const [name, room] of Object.entries(programs)) {
      const program = await Program.start(contestants[name], { issuer: provider.issuer });
      const found = [];
      const isHost = !name.startsWith('application');
      for (const [what, ask] of [...requests(program.url, room, isHost), await wrongCode(program.url, (turns + 1) * each)]) {
        found.push({ what, ...(await costOf(ask, program.pids, turns, each)) });
      }
      await program.stop();
      found.sort((a, b) => b.cpu - a.cpu);
      const longest = found.toSorted((a, b) => b.bytes - a.bytes)[0];
      const cells = ({ what, status, cpu, bytes }) => [what, String(status), cpu.toFixed(2), String(bytes)];
      printTable([`${name}: of ${found.length} requests`, 'status', 'CPU, ms', 'bytes'], [...found.slice(0, shown), longest].map(cells));
      const figure = `unsigned request, ${name}`;
      judged.push({ figure: `${figure}, CPU ms`, against: found[0].what, value: found[0].cpu, target: targets.cpu, digits: 2 });
      judged.push({ figure: `${figure}, kB sent`, against: longest.what, value: longest.bytes / 1024, target: targets.bytes / 1024, digits: 1 });
    }
  } finally {
    provider.stop();
  }
  return judged;
}

async function costOf(ask, pids, turns, each) {
  for (let asked = 0; asked < each; asked += 1) await ask();
  const costs = [];
  let last;
  for (let turn = 0; turn < turns; turn += 1) {
    const before = cpuTime(pids);
    for (let asked = 0; asked < each; asked += 1) last = await ask();
    costs.push((cpuTime(pids) - before) / 1000 / each);
  }
  return { ...last, cpu: median(costs) };
}

function requests(url, room, isHost) {
  const html = { accept: 'text/html' };
  const form = { ...html, 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  const filled = (text, length) => text.repeat(Math.floor(length / text.length));
  const segment = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const token = (header, payload) => `${segment(header)}.${payload}.${filled('A', 342)}`;
  const known = { alg: 'RS256', typ: 'JWT', kid: 'bench-1' };
  const nested = filled('[', body / 2) + filled(']', body / 2);
  const get = (path, headers = html) => ask(url, 'GET', path, headers);
  const post = (path, headers, text) => ask(url, 'POST', path, headers, text);
  const own = ['/', '/login', '/authorization-code/callback', '/logout', '/frontchannel-logout', '/nowhere', '/profile', '/healthz', '/api/me'];
  const queries = { 'a&': filled('a&', room), 'a=%41': `returnTo=${filled('%41', room)}`, state: `state=s&code=${filled('%41', room)}`, percent: filled('%', room) };
  const forms = {
    'empty fields': filled('a&', body),
    'one field, +': `code=${filled('+', body)}`,
    'one field, %': `returnTo=${filled('%ff', body)}`,
    'a path': `returnTo=${filled('/a', body)}`,
    'no token': 'logout_token=x',
    'a long token': `logout_token=${token(known, filled('e', body - 500))}`,
    'a signature that is wrong': `logout_token=${token(known, segment({ iss: 'x', events: {} }))}`,
    'a key nobody knows': `logout_token=${token({ ...known, kid: 'other' }, segment({ iss: 'x' }))}`,
    'nested JSON in a token': `logout_token=${token(known, segment(nested.slice(8000, -8000)))}`,
  };
  const cookies = {
    'many cookies': filled('a=b;', room),
    'many sessions': filled(`signin_${new URL(url).port}_session=${filled('x', 43)};`, room),
    'many logins': Array.from({ length: Math.floor(room / 90) }, (_none, index) => `signin_${new URL(url).port}_login_${index}=${filled('x', 50)}`).join(';'),
    'one long cookie': `signin_${new URL(url).port}_session=${filled('x', room)}`,
  };
  return [
    ...own.map((path) => [`GET ${path}`, get(path)]),
    ...own.flatMap((path) => Object.entries(queries).map(([what, query]) => [`GET ${path}?${what}`, get(`${path}?${query}`)])),
    ...own.flatMap((path) => Object.entries(cookies).map(([what, cookie]) => [`GET ${path}, ${what}`, get(path, { ...html, cookie })])),
    ...[...ownForms, ...(isHost ? [] : ['/profile', '/'])].flatMap((path) =>
      Object.entries(forms).map(([what, text]) => [`POST ${path}, ${what}`, post(path, form, text)]),
    ),
    ...['/universal-logout', ...(isHost ? [] : ['/profile', '/api/me'])].map((path) => [`POST ${path}, nested JSON`, post(path, json, nested)]),
    ['a long path', get(`/${filled('a/', room)}`)],
    ['a path of escapes', get(`/${filled('%ff', room)}`)],
    ['a long Accept', get('/nowhere', { accept: filled('a/b,', room) })],
    ['X-Forwarded-For', get('/login', { ...html, 'x-forwarded-for': filled('1.1.1.1,', room) })],
    ['a bearer token without an end', get('/api/me', { authorization: `Bearer ${filled('x', room)}` })],
    ['a bearer token that is wrong', get('/api/me', { authorization: `Bearer ${token(known, segment({ iss: 'x', exp: 9e9 }))}` })],
    ['PUT /login', ask(url, 'PUT', '/login', form, forms['empty fields'])],
  ];
}

const agent = new http.Agent({ keepAlive: true });

/** A server may refuse a request before all of it has come, and end the connection: then there is no response to count. */
function ask(url, method, path, headers, text) {
  const { hostname, port } = new URL(url);
  return () =>
    new Promise((resolve) => {
      const request = http.request({ hostname, port, method, path, headers, agent }, (response) => {
        let bytes = response.rawHeaders.reduce((sum, header) => sum + header.length + 2, 0);
        response.on('data', (part) => (bytes += part.length));
        response.on('error', () => resolve({ status: response.statusCode, bytes }));
        response.on('end', () => resolve({ status: response.statusCode, bytes }));
      });
      request.on('error', () => resolve({ status: 0, bytes: 0 }));
      request.end(text);
    });
}

/** Whoever begins a login may bring any code: each of these asks the provider. */
async function wrongCode(url, count) {
  const waiting = [];
  for (let login = 0; login < count; login += 1) {
    const browser = new Browser(url, agent);
    const { headers } = await browser.fetch('/login');
    waiting.push([new URL(headers.location).searchParams.get('state'), browser]);
  }
  return [
    'a code that is wrong',
    async () => {
      const [state, browser] = waiting.pop();
      const { status, headers, body: page } = await browser.fetch(`/authorization-code/callback?code=wrong&state=${state}`);
      return { status, bytes: page.length + JSON.stringify(headers).length };
    },
  ];
}
