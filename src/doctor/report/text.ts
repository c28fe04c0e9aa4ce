import { styleText } from 'node:util';
import type { ApiCall } from '../../diagnosis/diagnosis.js';
import type { CheckReport, CheckStatus } from '../check.js';
import { countByStatus, stopsSignIn } from './summary.js';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;
/** Colours where the stream is a terminal that wants them. */
export const paintFor =
  (stream: NodeJS.WritableStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream });

const marks: Readonly<Record<CheckStatus, readonly [mark: string, word: string, style: Style]>> = {
  ok: ['✔', 'ok', 'green'],
  warning: ['!', 'warning', 'yellow'],
  failed: ['✖', 'failed', 'red'],
  unknown: ['?', 'could not tell', 'cyan'],
};

const widest = 26;
const indent = '    ';

/** One line for a check, and below it what to do where something is wrong. Ends with a line break. */
export function reportText(report: CheckReport, paint: Paint): string {
  const [mark, word, style] = marks[report.status];
  const line = `${paint(style, `${mark} ${word}`.padEnd(17))}${report.check.title.padEnd(widest)}${report.finding}`;
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

/** A call as it will be sent, but for the token. */
export function callText({ method, path, body }: ApiCall): string {
  return body === undefined ? `${method} ${path}` : `${method} ${path}\n${JSON.stringify(body, null, 2)}`;
}
