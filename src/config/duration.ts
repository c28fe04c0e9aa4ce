import { SettingRefused } from './setting-refused.js';

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads `90s`, `30m`, `12h` or `7d`.
 *
 * @returns Seconds, at least 1 and at most ten years.
 * @throws SettingRefused
 */
export function readDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsPer[unit ?? ''] ?? Number.NaN);
  if (!(seconds >= 1)) throw new SettingRefused('is not a length of time', 'Write a whole number and a unit: 90s, 30m, 12h or 7d.');
  if (seconds > 3650 * 86_400) throw new SettingRefused('is longer than ten years', 'Write a shorter time, such as 12h or 7d.');
  return seconds;
}
