import type { Moment } from '../rendering/page-contexts.js';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The furthest that a JavaScript date reaches (ECMA-262, 21.4.1.1), in milliseconds. */
const furthest = 8.64e15;

/**
 * Both in milliseconds since the epoch. Undefined: not a time that a date can hold.
 * The date is written out here, since Intl's formats take ten times as long as the rest of a page.
 */
export function moment(at: number, now: number): Moment | undefined {
  if (!(Math.abs(at) <= furthest)) return undefined;
  const date = new Date(at);
  const time = `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  return {
    iso: date.toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z'),
    text: `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} at ${time} UTC`,
    relative: distance(at - now),
  };
}

/** For our own times, which are always good. */
export function ownMoment(at: number, now: number): Moment {
  const result = moment(at, now);
  if (!result) throw new RangeError(`${at} is not a time`);
  return result;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `30 minutes`, `12 hours`, `90 seconds`: in the largest unit that divides it. */
export function duration(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  return counted(seconds / size, unit);
}

function distance(difference: number): string {
  const size = Math.abs(difference);
  if (size < minute) return difference > 0 ? 'in less than a minute' : 'just now';
  const rounded = inWords(size);
  return difference > 0 ? `in ${rounded}` : `${rounded} ago`;
}

function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 60) return counted(minutes, 'minute');
  const hours = Math.round(milliseconds / hour);
  return hours < 24 ? counted(hours, 'hour') : counted(Math.round(milliseconds / day), 'day');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
