import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';

/** A schema of text that is read by `read`. Its SettingRefused becomes an issue, whose `params` hold the fix. */
export function readBy<T>(read: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof SettingRefused)) throw error;
      context.addIssue({ code: 'custom', message: error.problem, params: { fix: error.fix } });
      return z.NEVER;
    }
  });
}

/** A text that matches the pattern. */
export function matching(pattern: RegExp, problem: string, fix: string) {
  return z.string().refine((text) => pattern.test(text), { error: problem, params: { fix } });
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
    if (number >= minimum && number <= maximum) return number;
    throw new SettingRefused('is not a number in the range', `Write a whole number from ${minimum} to ${maximum}.`);
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

/** The text without its percent-encoding; undefined where that is wrong. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
