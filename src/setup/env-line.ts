import { parseEnvFile } from '../config/sources/env-file.js';

const quotes = ['', '"', "'", '`'];

/**
 * One line NAME=value that is read back to the letter, quoted only where it must be.
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
