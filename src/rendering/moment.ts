const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The furthest that a JavaScript date reaches (ECMA-262, 21.4.1.1), in milliseconds. */
const maxDateMs = 8.64e15;

/** A point in time, ready to show. */
export interface Moment {
  /** For the datetime attribute: ISO 8601, to the minute. */
  readonly iso: string;
  /** `24 November 2026 at 23:45 UTC` */
  readonly text: string;
  /** `3 minutes ago`, `in 11 hours` */
  readonly relative: string;
}

/**
 * Both in milliseconds since the epoch. Undefined: not a time that a date can hold.
 * The date is written out here, since Intl's formats take ten times as long as the rest of a page.
 */
export function moment(at: number, now: number): Moment | undefined {
  if (!(Math.abs(at) <= maxDateMs)) return undefined;
  const date = new Date(at);
  const toTheMinute = date.toISOString().slice(0, -':00.000Z'.length);
  return {
    iso: `${toTheMinute}Z`,
    text: `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} at ${toTheMinute.slice(-'00:00'.length)} UTC`,
    relative: distance(at - now),
  };
}

/**
 * For our own times, which are always good.
 * @throws RangeError
 */
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
  const minutes = Math.round(size / minute);
  const hours = Math.round(size / hour);
  const rounded = minutes < 60 ? counted(minutes, 'minute') : hours < 24 ? counted(hours, 'hour') : counted(Math.round(size / day), 'day');
  return difference > 0 ? `in ${rounded}` : `${rounded} ago`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
