import type { RunningHost } from './running-host.js';

/**
 * @returns what the host has logged since `from`, a length of its output: line by line, without times, process ids and ports. Sorted:
 * errors come by another pipe than the rest.
 */
export function loggedSince({ program, port }: RunningHost, from: number): string[] {
  return program.output
    .slice(from)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at (.*(node_modules|node:)|async )/.test(line))
    .map((line) => withoutMoment(line).replaceAll(String(port), 'PORT'))
    .sort();
}

const momentary = new Set([
  'time',
  'pid',
  'hostname',
  'responseTime',
  'remotePort',
  'id',
  'reqId',
  'x-ratelimit-reset',
  'date',
  'stack',
  'cookie',
]);

function withoutMoment(line: string): string {
  if (line.startsWith('{')) return JSON.stringify(JSON.parse(line), (key, value: unknown) => (momentary.has(key) ? undefined : value));
  return line
    .replace(/^\[Nest\] \d+ +- .*?(AM|PM) +/, '')
    .replace(/ \+\d+ms$/, '')
    .replace('/without/', '/');
}
