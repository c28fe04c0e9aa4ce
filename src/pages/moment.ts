import type { Moment } from '../rendering/page-contexts.js';

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The furthest that a JavaScript date reaches (ECMA-262, 21.4.1.1), in milliseconds. */
const furthest = 8.64e15;

/** Both in milliseconds since the epoch. Undefined: not a time that a date can hold. */
export function moment(at: number, now: number): Moment | undefined {
  if (!(Math.abs(at) <= furthest)) return undefined;
  return { iso: new Date(at).toISOString(), text: `${date.format(at)} UTC`, relative: distance(at - now) };
}

/** For our own times, which are always good. */
export function ownMoment(at: number, now: number): Moment {
  const result = moment(at, now);
  if (!result) throw new RangeError(`${at} is not a time`);
  return result;
}

/** `30 minutes`, `12 hours`, `90 seconds`: the largest unit that divides it. */
export function duration(seconds: number): string {
  const [unit, size] = ([['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const).find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function distance(difference: number): string {
  const size = Math.abs(difference);
  if (size < minute) return difference > 0 ? 'in less than a minute' : 'just now';
  if (size < hour) return relative.format(Math.trunc(difference / minute), 'minute');
  if (size < day) return relative.format(Math.trunc(difference / hour), 'hour');
  return relative.format(Math.trunc(difference / day), 'day');
}
