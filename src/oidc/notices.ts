import type { Notice } from './relying-party-options.js';

const REPEATED_AFTER = 10 * 60 * 1000;

/** Passes notices on, but not the same one again and again while its cause lasts. */
export function notices(now: () => number, onNotice: ((notice: Notice) => void) | undefined): (notice: Notice) => void {
  const told = new Map<string, number>();
  return (notice) => {
    const last = told.get(notice.code);
    if (last !== undefined && now() - last < REPEATED_AFTER) return;
    told.set(notice.code, now());
    onNotice?.(notice);
  };
}
