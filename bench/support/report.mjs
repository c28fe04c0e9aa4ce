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

const sqlite = 'product, SQLite';
const samePage = "product, the peers' page";
const fastify = 'floor: bare Fastify';
/** What checks our sign-ins, alone: on Express, with sessions in memory, no signature verified. */
const library = "openid-client's strategy";
const bestPeer = ['best peer', ({ kind }) => kind === 'peer'];
const verifyingPeer = ['cheapest that verifies', ({ kind, verifies }) => kind === 'peer' && verifies];
const redisPeer = ['passport, Redis', (_, name) => name === 'passport-openidconnect, Redis'];
const bareFastify = ['bare Fastify', (_, name) => name === fastify];

/** The targets of the project: whose figure, against the best of whom, and the ratio it may have at most. Without a target: it explains another. */
const targets = [
  ['GET /profile, SQLite', sqlite, 'profile', bestPeer, 0.35],
  ['GET /profile, SQLite', sqlite, 'profile', bareFastify, 2.5],
  ['GET /profile, PostgreSQL', 'product, PostgreSQL', 'profile', redisPeer, 0.5],
  ['GET /profile, Redis', 'product, Redis sessions', 'profile', redisPeer, 0.5],
  ['GET /, anonymous', sqlite, 'anonymous', bestPeer, 0.25],
  ['sign-in', sqlite, 'signIn', bestPeer, 1],
  ['sign-in', sqlite, 'signIn', verifyingPeer, 0.6],
  ['sign-in, 16 at once', sqlite, 'signInTogether', bestPeer, 1],
  ['sign-in, 16 at once', sqlite, 'signInTogether', verifyingPeer, 0.6],
  ['start to first answer', sqlite, 'start', bestPeer, 2],
  ['the same page as the peers, SQLite', samePage, 'profile', bestPeer],
  ['the same page as the peers, SQLite', samePage, 'profile', bareFastify],
  ['the same page as the peers, Redis', `${samePage}, Redis`, 'profile', redisPeer],
  ['sign-in, openid-client on Express', library, 'signIn', bestPeer],
  ['sign-in, openid-client on Express', library, 'signIn', verifyingPeer],
  ['the same, 16 at once', library, 'signInTogether', bestPeer],
  ['the same, 16 at once', library, 'signInTogether', verifyingPeer],
];
/** Bytes of heap that a signed-in person may leave behind. */
const heapTarget = 100;

/** `results`: each figure of each contestant, one of each turn. Prints the medians. */
export function printFigures(results) {
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    ...figures.map(({ key, digits }) => median(result[key] ?? [])?.toFixed(digits) ?? '-'),
  ]);
  printTable(['CPU time of the program, but for start and RSS', ...figures.map(({ title }) => title)], rows);
}

/**
 * Ratios against the targets: the median of the ratios of each round, and the lowest and highest of them. The last column is what a bare
 * Fastify makes of the same figure, with nothing of what we do.
 */
export function printTargets(results, contestants) {
  const rows = targets.flatMap(([figure, ours, key, [against, isRival], target]) => {
    const rivals = Object.keys(results).filter((name) => isRival(contestants[name], name) && results[name][key] !== undefined);
    const rival = rivals.sort((a, b) => median(results[a][key]) - median(results[b][key]))[0];
    if (rival === undefined || results[ours]?.[key] === undefined) return [];
    const ratios = ratiosOf(results[ours][key], results[rival][key]);
    const floor = rival === fastify || results[fastify]?.[key] === undefined ? '' : median(ratiosOf(results[fastify][key], results[rival][key])).toFixed(2);
    const named = contestants[rival].kind === 'floor' || isRival === redisPeer[1] ? against : `${against} (${rival})`;
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    return [[figure, named, median(ratios).toFixed(2), spread, ...judged(median(ratios), target, 2), floor]];
  });
  const heap = median(results[sqlite]?.heapEach ?? []);
  if (heap !== undefined) rows.push(['heap a signed-in person, bytes', '', heap.toFixed(0), '', ...judged(heap, heapTarget, 0), '']);
  if (rows.length > 0) printTable(['figure', 'against', 'ratio', 'of the rounds', 'target', '', 'bare Fastify'], rows);
}

export function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  console.log(['', line(head), rule, ...rows.map(line)].join('\n'));
}

/** Of two that took their turns one after the other, round by round. */
function ratiosOf(costs, rivals) {
  return costs.map((cost, round) => cost / rivals[round]);
}

/** Without a target: a row that explains another. */
function judged(figure, target, digits) {
  return target === undefined ? ['', 'explains'] : [target.toFixed(digits), figure <= target ? 'holds' : 'missed'];
}
