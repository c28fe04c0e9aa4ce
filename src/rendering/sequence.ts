import type { SequenceStep } from '@fanlight/oidc';

const lanes = { browser: 1, application: 2, provider: 3 } as const;
const names = { browser: 'Browser', application: 'Application', provider: 'Provider' } as const;

/** The steps of a sign-in as views/partials/sequence.hbs draws them. Undefined: none were recorded. */
export function drawnSequence(steps: readonly SequenceStep[] | undefined) {
  const [first] = steps ?? [];
  if (steps === undefined || first === undefined) return undefined;
  return {
    total: milliseconds(Math.max(...steps.map(({ at, ms = 0 }) => at + ms)) - first.at),
    steps: steps.map(({ from, to, what, at, ms, sent = [], result, received = [], checks = [], failed = false }) => ({
      /** For the drawing: from which lane to which. */
      lanes: `${lanes[from]}-${lanes[to]}`,
      who: from === to ? names[from] : `${names[from]} to ${names[to].toLowerCase()}`,
      what,
      after: milliseconds(at - first.at),
      took: ms === undefined ? undefined : milliseconds(ms),
      sent,
      result,
      received,
      checks: checks.map(({ what, passed, detail }) => ({ what, passed, detail })),
      failed,
    })),
  };
}

/** `12 ms`, `3.4 s`, `2 min` */
function milliseconds(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
