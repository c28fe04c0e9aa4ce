import { median } from './statistics.mjs';

const figures = [
  { key: 'start', title: 'start ms', digits: 0 },
  { key: 'startCpu', title: 'its CPU ms', digits: 0 },
  { key: 'memory', title: 'RSS MB', digits: 0 },
  { key: 'anonymous', title: 'GET / µs', digits: 0 },
  { key: 'profile', title: 'GET /profile µs', digits: 0 },
  { key: 'perSecond', title: 'profiles/s', digits: 0 },
  { key: 'signIn', title: 'sign-in ms', digits: 2 },
  { key: 'signInTogether', title: '16 at once ms', digits: 2 },
  { key: 'heapEach', title: 'heap B/person', digits: 0 },
  { key: 'others', title: 'others', digits: 2 },
];

/** `results`: each figure of each contestant, one of each turn. Prints the medians. */
export function printFigures(results) {
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    ...figures.map(({ key, digits }) => median(result[key] ?? [])?.toFixed(digits) ?? '-'),
  ]);
  printTable(['CPU time of the program, but for start and RSS', ...figures.map(({ title }) => title)], rows);
}

/** A row each: what was found, and the most that it may be. Without a target it explains another; `holds` is told where there is no figure. */
export function printTargets(judged) {
  const rows = judged.map(({ figure, against, value, spread = '', target, digits, holds = value <= target }) => [
    figure,
    against,
    value?.toFixed(digits) ?? '-',
    spread,
    target?.toFixed(digits) ?? '',
    target === undefined && value !== undefined ? 'explains' : holds ? 'holds' : 'MISSED',
  ]);
  if (rows.length > 0) printTable(['figure', 'against', 'found', 'of the rounds', 'target', ''], rows);
}

export function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  console.log(['', line(head), rule, ...rows.map(line)].join('\n'));
}
