import { readFileSync } from 'node:fs';
import { type JsonObject, parseJsonObject, type SequenceStep } from '@fanlight/oidc';
import type { Paint } from './report.js';

/** What the application wrote down of one sign-in, in data/ or as a line of its log. */
interface SignInRecord {
  /** Under which pages and log lines have it. */
  readonly reference: string;
  readonly outcome: string;
  readonly signIn: readonly SequenceStep[];
}

/**
 * The last sign-in that a file holds. Each of its lines is a JSON object or counts for nothing.
 * @param file undefined: nothing is kept. `-`: what is piped in.
 * @returns undefined where there is none
 */
export function lastSignIn(file: string | undefined): SignInRecord | undefined {
  if (file === undefined) return undefined;
  return readLines(file === '-' ? 0 : file)
    .map((line) => parseJsonObject(line))
    .findLast(isRecord);
}

function readLines(file: string | 0): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function isRecord(value: JsonObject | undefined): value is JsonObject & SignInRecord {
  return typeof value?.['reference'] === 'string' && Array.isArray(value['signIn']) && value['signIn'].length > 0;
}

/** The steps as lines, with a line break at the end. */
export function signInText(record: SignInRecord | undefined, paint: Paint): string {
  const [first] = record?.signIn ?? [];
  if (record === undefined || first === undefined) return `${nothing}\n`;
  const title = `Sign-in of ${new Date(first.at).toISOString()}, ${record.outcome}, reference ${record.reference}`;
  return [title, ...record.signIn.flatMap((step, index) => linesOf(step, index + 1, first.at, paint)), ''].join('\n');
}

const nothing =
  'No sign-in is written down here. Sign in once where the application runs with NODE_ENV=development or SIGN_IN_TRACE=last, or name a file of its log at LOG_LEVEL=debug: --last --log FILE.';

function linesOf(
  { from, to, what, at, ms, sent = [], result, received = [], checks = [], failed }: SequenceStep,
  number: number,
  start: number,
  paint: Paint,
): string[] {
  const who = from === to ? from : `${from} → ${to}`;
  const took = ms === undefined ? '' : `, took ${ms} ms`;
  const line = `${String(number).padStart(2)}. ${who.padEnd(24)} ${what}  (+${at - start} ms${took})`;
  return [
    failed ? paint('red', `${line}  failed`) : line,
    ...sent.map(({ name, value }) => `      ${name}: ${value}`),
    ...(result === undefined ? [] : [`    → ${result}`]),
    ...received.map(({ name, value }) => `      ${name}: ${value}`),
    ...checks.map(({ what: name, passed, detail }) => (passed ? `    ✔ ${name}: ${detail}` : paint('red', `    ✖ ${name}: ${detail}`))),
  ];
}
