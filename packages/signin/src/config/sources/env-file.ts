import { SettingRefused } from '../configuration-error.js';

export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  /** What was skipped or cut, by line. Holds names and line numbers, never a value. */
  readonly notes: readonly EnvFileNote[];
}

export interface EnvFileNote {
  /** Counted from 1. */
  readonly line: number;
  /** Undefined when the line has no name that can be read. */
  readonly name: string | undefined;
  readonly kind: keyof typeof noteTexts;
}

/** What each kind of note says, as the rest of a sentence that begins with the name. */
export const noteTexts = {
  skipped: 'is not of the form NAME=value and is ignored',
  repeated: 'stands twice; the last one counts',
  unclosed: 'begins with a quote that is not closed on its line; the value is kept as it stands',
  cut: 'is cut at the # after a space; put the value in quotes to keep it',
} as const;

/**
 * The text of a .env file.
 *
 * @throws SettingRefused for UTF-16, as PowerShell's `>` and Notepad's "Unicode" write it: read as UTF-8 every name in it would be another one.
 */
export function decodeEnvFile(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark !== 'fffe' && mark !== 'feff' && !bytes.includes(0)) return bytes.toString('utf8');
  throw new SettingRefused(
    'is written in UTF-16',
    'Save it as UTF-8: in Notepad under "Save as", in PowerShell with `| Set-Content -Encoding utf8` in place of `>`.',
  );
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/s;
const quoted = /^(["'`])(.*?)\1(?:\s+#.*|\s*)$/s;

/**
 * Reads the lines `NAME=value`, `export NAME=value`, `NAME="value"` of a .env file.
 *
 * Every value is one line and is kept to the letter: nothing is expanded or unescaped, so that `$`, `\`, quotes inside, and `#` stay.
 * Removed are only the pair of quotes around a value, white space around it, and a comment: a `#` after white space, outside quotes.
 * Node's util.parseEnv is not used because it cuts an unquoted value at any `#`, which breaks secrets. A name that stands twice: the last counts.
 */
export function parseEnvFile(text: string): EnvFile {
  const values = new Map<string, string>();
  const notes: EnvFileNote[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, afterEquals] = assignment.exec(line) ?? [];
    if (name === undefined || afterEquals === undefined) {
      notes.push({ line: index + 1, name, kind: 'skipped' });
      continue;
    }
    if (values.has(name)) notes.push({ line: index + 1, name, kind: 'repeated' });
    const { value, kind } = readValue(afterEquals);
    values.set(name, value);
    if (kind !== undefined) notes.push({ line: index + 1, name, kind });
  }
  return { values, notes };
}

function readValue(afterEquals: string): { value: string; kind?: 'cut' | 'unclosed' } {
  if (/^\s+#/.test(afterEquals)) return { value: '' };
  const written = afterEquals.trim();
  const inQuotes = quoted.exec(written);
  if (inQuotes?.[2] !== undefined) return { value: inQuotes[2] };
  if (/^["'`]/.test(written)) return { value: written, kind: 'unclosed' };
  const value = written.replace(/\s+#.*$/s, '');
  return value === written ? { value } : { value, kind: 'cut' };
}
