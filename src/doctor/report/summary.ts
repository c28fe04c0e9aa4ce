import type { CheckReport, CheckStatus } from '../check.js';

/** How many checks came out how. */
export function countByStatus(reports: readonly CheckReport[]): Readonly<Record<CheckStatus, number>> {
  const counts = { ok: 0, warning: 0, failed: 0, unknown: 0 };
  for (const { status } of reports) counts[status]++;
  return counts;
}

/** True: something would stop a sign-in. */
export function stopsSignIn(reports: readonly CheckReport[]): boolean {
  return reports.some(({ status }) => status === 'failed');
}
