import { parseEnvFile } from '@fanlight/signin/settings';

export interface EnvChange {
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'switched off';
}

export interface EnvText {
  readonly text: string;
  /** Names only: values may be secrets. */
  readonly changes: readonly EnvChange[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/;

/**
 * Puts values into the text of a .env file. Every other line stays as it is; a value that is there already keeps its place; one that
 * must not be set any more becomes a comment; new ones come last.
 *
 * @param current what the text says now, by name
 * @param unwanted names that must not be set beside the values
 */
export function envText(
  text: string | undefined,
  current: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
  unwanted: readonly string[],
): EnvText {
  const changes: EnvChange[] = [];
  const written = new Set<string>();
  const lineBreak = text?.includes('\r\n') ? '\r\n' : '\n';
  const lines = text === undefined || text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  // The last of several lines with one name is the one that counts.
  const last = new Map(lines.map((line, index) => [assignment.exec(line)?.[1] ?? '', index]));
  const kept = lines.map((line, index) => {
    const name = assignment.exec(line)?.[1] ?? '';
    if (unwanted.includes(name)) {
      changes.push({ name, kind: 'switched off' });
      return `# ${line.trim()}`;
    }
    const value = values[name];
    if (value === undefined || last.get(name) !== index) return line;
    written.add(name);
    if (current[name] === value) return line;
    changes.push({ name, kind: 'changed' });
    return envLine(name, value);
  });
  const added = Object.entries(values).filter(([name]) => !written.has(name));
  changes.push(...added.map(([name]) => ({ name, kind: 'added' as const })));
  const all = [...kept, ...added.map(([name, value]) => envLine(name, value))];
  return { text: all.join(lineBreak) + lineBreak, changes };
}

const quotes = ['', '"', "'", '`'];

/**
 * One line NAME=value that is read back to the letter, quoted only where it must be.
 *
 * @throws RangeError for a value that no line can hold: one with a line break
 */
export function envLine(name: string, value: string): string {
  // A quote that the value does not hold is read alike by every program.
  const cleanFirst = [...quotes].sort((a, b) => Number(a !== '' && value.includes(a)) - Number(b !== '' && value.includes(b)));
  for (const quote of cleanFirst) {
    const line = `${name}=${quote}${value}${quote}`;
    const { values, notes } = parseEnvFile(line);
    if (values.get(name) === value && notes.length === 0) return line;
  }
  throw new RangeError(`the value of ${name} cannot be written on one line of a .env file`);
}
