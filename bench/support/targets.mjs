import { median } from './statistics.mjs';

const bestPeer = ({ kind }) => kind === 'peer';
const verifyingPeer = ({ kind, verifies }) => kind === 'peer' && verifies;
const named = (name) => (_contestant, other) => other === name;
const passportOnNest = 'Nest on Express, passport, memory';
const withViews = 'the same with views';

/** A figure of ours against the best of those who count, and the ratio it may have at most. Without a target: it explains another. */
const comparisons = [
  ['guarded page, Fastify, SQLite', 'Nest on Fastify, SQLite', 'profile', bestPeer, 0.7],
  ['guarded page, Express, SQLite', 'Nest on Express, SQLite', 'profile', named(passportOnNest), 0.95],
  ...['PostgreSQL', 'Redis'].flatMap((store) => [
    [`guarded page, Fastify, ${store}`, `Nest on Fastify, ${store}`, 'profile', named('passport-openidconnect, Redis'), 0.8],
    [`guarded page, Express, ${store}`, `Nest on Express, ${store}`, 'profile', named('Nest on Express, passport, Redis'), 0.8],
  ]),
  ...['Nest on Fastify', 'Nest on Express'].flatMap((host) => [
    [`added to a guarded page, ${host}`, added(host, 'profile'), 'profile', added('Nest on Express', 'profile', passportOnNest), 0.5],
    [`added to a public page, ${host}`, added(host, 'anonymous'), 'anonymous', named(`floor: ${host}`), 0.1],
  ]),
  ['added to a public page by passport', added('Nest on Express', 'anonymous', passportOnNest), 'anonymous', named('floor: Nest on Express')],
  ...['Nest on Fastify, SQLite', 'application, SQLite'].flatMap((ours) => [
    [`sign-in, ${ours}`, ours, 'signIn', verifyingPeer, 1],
    [`16 at once, ${ours}`, ours, 'signInTogether', verifyingPeer, 1],
  ]),
  ["sign-in, openid-client's strategy", "openid-client's strategy", 'signIn', verifyingPeer],
  ['start of the application', 'application, SQLite', 'start', named(withViews), 1.6],
  ['start of the application, CPU', 'application, SQLite', 'startCpu', named(withViews)],
  ['memory once started (RSS)', 'application, SQLite', 'memory', named(withViews), 1.3],
];

/** Bytes of heap that a signed-in person may leave behind. */
const heapTarget = 100;

/** What sign-in adds to a page: with it, less the same page without any. */
function added(host, key, name = `${host}, SQLite`) {
  return { label: `added by ${name}`, costs: (results) => difference(results[name]?.[key], results[`floor: ${host}`]?.[key]) };
}

function difference(costs, floors) {
  return costs && floors && costs.map((cost, round) => cost - floors[round]);
}

/**
 * `results`: each figure of each contestant, one of each turn. The ratio is the median of the ratios of each round: they took their turns
 * one after the other.
 * @returns {{figure: string, against: string, value: number, spread?: string, target?: number, digits: number}[]}
 */
export function judge(results, contestants) {
  const rows = comparisons.flatMap(([figure, ours, key, rivals, target]) => {
    const costs = costsOf(ours, key, results);
    const [against, others] = rivalOf(rivals, key, results, contestants);
    if (costs === undefined || others === undefined) return [];
    const ratios = costs.map((cost, round) => cost / others[round]);
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    return [{ figure, against, value: median(ratios), spread, target, digits: 2 }];
  });
  const heap = median(results['application, SQLite']?.heapEach ?? []);
  if (heap !== undefined) rows.push({ figure: 'heap a signed-in person, bytes', against: '', value: heap, target: heapTarget, digits: 0 });
  return rows;
}

function costsOf(of, key, results) {
  return typeof of === 'string' ? results[of]?.[key] : of.costs(results);
}

/** The cheapest of those who count. */
function rivalOf(rivals, key, results, contestants) {
  if (typeof rivals !== 'function') return [rivals.label, rivals.costs(results)];
  const [cheapest] = Object.keys(results)
    .filter((name) => rivals(contestants[name], name) && results[name][key] !== undefined)
    .sort((a, b) => median(results[a][key]) - median(results[b][key]));
  return [cheapest, results[cheapest]?.[key]];
}
