import type { Coverage, Entry } from './entry.js';

/** The table of Okta's failures: each with how the error page and the doctor recognise it, or why they cannot. */
export function failureTable(entries: readonly Entry[]): string {
  const rows = entries
    .flatMap((entry) => (entry.row ? [{ entry, row: entry.row }] : []))
    .sort((a, b) => a.row.number - b.row.number)
    .map(({ entry, row }) =>
      line([String(row.number), `[${entry.title}](#${entry.id})`, entry.seen, coverage(row.page), coverage(row.doctor)]),
    );
  const head = [
    line(['#', 'Failure', 'Where it shows itself', 'Error page', '`npm run doctor`']),
    line(['---', '---', '---', '---', '---']),
  ];
  return [`## The failures, and who recognises them\n`, ...head, ...rows].join('\n');
}

function coverage(how: Coverage): string {
  return 'by' in how ? `yes: ${how.by}` : `no: ${how.not}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
