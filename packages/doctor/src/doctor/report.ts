import type { styleText } from 'node:util';
import type { Diagnosis, Facts } from '../diagnosis/diagnosis.js';
import type { CheckReport, CheckStatus } from './check.js';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

const marks: Readonly<Record<CheckStatus, readonly [mark: string, word: string, style: Style]>> = {
  ok: ['✔', 'ok', 'green'],
  warning: ['!', 'warning', 'yellow'],
  failed: ['✖', 'failed', 'red'],
  unknown: ['?', 'could not tell', 'cyan'],
};

const titleWidth = 26;
const indent = '    ';

/** True: something would stop a sign-in. */
export function stopsSignIn(reports: readonly CheckReport[]): boolean {
  return reports.some(({ status }) => status === 'failed');
}

function countByStatus(reports: readonly CheckReport[]): Readonly<Record<CheckStatus, number>> {
  const counts = { ok: 0, warning: 0, failed: 0, unknown: 0 };
  for (const { status } of reports) counts[status]++;
  return counts;
}

/** One line for a check, and below it what to do where something is wrong. Ends with a line break. */
export function reportText(report: CheckReport, paint: Paint): string {
  const [mark, word, style] = marks[report.status];
  const line = `${paint(style, `${mark} ${word}`.padEnd(17))}${report.check.title.padEnd(titleWidth)}${report.finding}`;
  return [line, ...details(report).map((text) => indent + text), ''].join('\n');
}

function details({ status, finding, details = [], diagnosis, providerWords }: CheckReport): string[] {
  if (!diagnosis || status === 'ok') return [...details];
  const { title, summary, steps, paste, api, source } = diagnosis;
  return [
    ...(finding === summary ? [] : [`Cause: ${title}. ${summary}`]),
    ...(providerWords ? [`The provider says: “${providerWords}”`] : []),
    ...details,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    ...paste.map(({ label, value }) => `${label}: ${value}`),
    ...(api ? [`Management API: ${api.method} ${api.path}`] : []),
    ...(source ? [`See ${source}`] : []),
    `More: docs/okta.md#${diagnosis.id}`,
  ];
}

/** The last line. */
export function summaryText(reports: readonly CheckReport[], paint: Paint): string {
  const { ok, warning, failed, unknown } = countByStatus(reports);
  const counts = `${ok} ok, ${warning} ${warning === 1 ? 'warning' : 'warnings'}, ${failed} failed, ${unknown} could not be told`;
  return stopsSignIn(reports)
    ? paint('red', `Sign-in does not work as it stands: ${counts}.\n`)
    : paint('green', `Nothing found that stops a sign-in: ${counts}.\n`);
}

/** The whole run as one JSON document, with a line break at the end. */
export function reportJson(reports: readonly CheckReport[], { issuer, clientId, redirectUri }: Facts): string {
  const document = {
    ok: !stopsSignIn(reports),
    issuer,
    clientId,
    redirectUri,
    counts: countByStatus(reports),
    checks: reports.map(({ check: { id, title }, diagnosis, fix, ...found }) => {
      const { id: entry, who, steps, paste, source }: Partial<Diagnosis> = diagnosis ?? {};
      return { id, title, ...found, diagnosis: entry, who, steps, paste, source, fix: fix?.calls };
    }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
