import { z } from 'zod';
import { SettingRefused } from './setting-refused.js';

/** What zod's issues carry so that they can become problems of a ConfigurationError. */
export interface RefusalDetail {
  readonly fix: string;
}

/** A schema of text that is read by `read`, whose SettingRefused becomes an issue. */
export function readBy<T>(read: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof SettingRefused)) throw error;
      context.addIssue({ code: 'custom', message: error.problem, params: { fix: error.fix } satisfies RefusalDetail });
      return z.NEVER;
    }
  });
}

/** One of a fixed set of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return readBy((text): T[number] => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new SettingRefused('is not a value that is known here', `Write one of ${words.join(', ')}.`);
    return word;
  });
}

/** A whole number within bounds, both included. */
export function wholeNumber(minimum: number, maximum: number) {
  return readBy((text): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= minimum && number <= maximum)) {
      throw new SettingRefused('is not a number in the range', `Write a whole number from ${minimum} to ${maximum}.`);
    }
    return number;
  });
}

/** `on` or `off`; `true`, `yes`, `1` and their opposites too. */
export function onOff() {
  return readBy((text): boolean => {
    if (/^(on|true|yes|1)$/i.test(text)) return true;
    if (/^(off|false|no|0)$/i.test(text)) return false;
    throw new SettingRefused('is neither on nor off', 'Write on or off.');
  });
}

/** Words between white space or commas, without empty ones. */
export function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
