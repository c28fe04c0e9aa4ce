import { median } from './statistics.mjs';

const figures = [
  { key: 'start', title: 'start ms', digits: 0 },
  { key: 'memory', title: 'RSS MB', digits: 0 },
  { key: 'anonymous', title: 'GET / µs', digits: 0 },
  { key: 'profile', title: 'GET /profile µs', digits: 0 },
  { key: 'perSecond', title: 'profiles/s', digits: 0 },
  { key: 'signIn', title: 'sign-in ms', digits: 2 },
  { key: 'signInTogether', title: '16 at once ms', digits: 2 },
  { key: 'heapEach', title: 'heap B/person', digits: 0 },
  { key: 'others', title: 'others', digits: 2 },
];

/** The median of each figure over a contestant's turns; undefined for what was not measured. */
export function medians(turns) {
  return Object.fromEntries(figures.map(({ key }) => [key, median(turns.map((turn) => turn[key]))]));
}

/** `results`: medians by name of the contestant. */
export function printFigures(results) {
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    ...figures.map(({ key, digits }) => result[key]?.toFixed(digits) ?? '-'),
  ]);
  printTable(['CPU time of the program, but for start and RSS', ...figures.map(({ title }) => title)], rows);
}

/** Ratios against the targets of the project; the last column is what a bare Fastify makes of the same figure, with nothing of what we do. */
export function printTargets(results, contestants) {
  const named = (name) => results[name];
  const peers = (key, only = () => true) =>
    best(
      Object.entries(results).filter(([name]) => contestants[name].kind === 'peer' && only(contestants[name])),
      key,
    );
  const ours = named('product, SQLite');
  if (ours === undefined) return;
  const samePage = named("product, the peers' page")?.profile;
  const redisPeer = named('passport-openidconnect, Redis');
  const floor = named('floor: bare Fastify');
  const rows = [
    ['GET /profile, SQLite', 'best peer', ours.profile, peers('profile'), 0.35, floor?.profile],
    ['GET /profile, SQLite', 'bare Fastify', ours.profile, of('bare Fastify', floor?.profile), 2.5],
    [
      'GET /profile, PostgreSQL',
      'passport, Redis',
      named('product, PostgreSQL')?.profile,
      of('passport, Redis', redisPeer?.profile),
      0.5,
      floor?.profile,
    ],
    [
      'GET /profile, Redis',
      'passport, Redis',
      named('product, Redis sessions')?.profile,
      of('passport, Redis', redisPeer?.profile),
      0.5,
      floor?.profile,
    ],
    ['GET /, anonymous', 'best peer', ours.anonymous, peers('anonymous'), 0.25, floor?.anonymous],
    ['sign-in', 'cheapest peer', ours.signIn, peers('signIn'), 1, floor?.signIn],
    ['sign-in', 'cheapest that verifies', ours.signIn, peers('signIn', ({ verifies }) => verifies), 0.6, floor?.signIn],
    ['sign-in, 16 at once', 'cheapest peer', ours.signInTogether, peers('signInTogether'), 1, floor?.signInTogether],
    [
      'sign-in, 16 at once',
      'cheapest that verifies',
      ours.signInTogether,
      peers('signInTogether', ({ verifies }) => verifies),
      0.6,
      floor?.signInTogether,
    ],
    ['start to first answer', 'best peer', ours.start, peers('start'), 2, floor?.start],
    ['the same page as the peers, SQLite', 'best peer', samePage, peers('profile')],
    ['the same page as the peers, SQLite', 'bare Fastify', samePage, of('bare Fastify', floor?.profile)],
  ].filter(([, , cost, rival]) => cost !== undefined && rival?.cost !== undefined);
  const shown = rows.map(([figure, against, cost, rival, target, floored]) => {
    const ratio = cost / rival.cost;
    const least = floored === undefined ? '' : (floored / rival.cost).toFixed(2);
    return [figure, `${against}${against === rival.name ? '' : ` (${rival.name})`}`, ratio.toFixed(2), ...judged(ratio, target, 2), least];
  });
  if (ours.heapEach !== undefined)
    shown.push(['heap a signed-in person, bytes', '', ours.heapEach.toFixed(0), ...judged(ours.heapEach, 100, 0), '']);
  printTable(['figure', 'against', 'ratio', 'target', '', 'bare Fastify'], shown);
}

export function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  console.log(['', line(head), rule, ...rows.map(line)].join('\n'));
}

/** Without a target: a row that explains another. */
function judged(figure, target, digits) {
  return target === undefined ? ['', 'explains'] : [target.toFixed(digits), figure <= target ? 'holds' : 'missed'];
}

function best(entries, key) {
  const [name, result] = entries.reduce(
    (first, second) => (second[1][key] < first[1][key] ? second : first),
    entries[0] ?? ['', undefined],
  );
  return result && { name, cost: result[key] };
}

function of(name, cost) {
  return { name, cost };
}
