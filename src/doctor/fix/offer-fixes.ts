import type { Check, CheckReport, CheckResult, Fix } from '../check.js';
import type { Examination } from '../examination.js';
import { runCheck } from '../examine.js';
import { failure } from '../failure.js';
import { callText } from '../report/text.js';
import { applyFix } from './apply-fix.js';

export interface Dialogue {
  readonly say: (text: string) => void;
  /** Resolves to true when the person agrees. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Shows each call that would mend something, asks, and sends it. What one fix changed, the next one starts from.
 * @returns the reports as they are now; once anything was mended, all that had found something looked again
 */
export async function offerFixes(
  reports: readonly CheckReport[],
  examination: Examination,
  dialogue: Dialogue,
): Promise<readonly CheckReport[]> {
  const refused = new Map<Check, CheckResult>();
  let mended = false;
  for (const { check, fix } of reports) {
    const current = fix && (await runCheck(check, examination));
    if (!current?.fix || !(await agreed(current.fix, dialogue))) continue;
    const problem = await apply(current.fix, examination);
    if (problem) refused.set(check, { ...problem, status: current.status });
    else mended = true;
  }
  if (!mended && refused.size === 0) return reports;
  const after: CheckReport[] = [];
  for (const report of reports) {
    const { check } = report;
    after.push(report.status === 'ok' ? report : { check, ...(refused.get(check) ?? (await runCheck(check, examination))) });
  }
  return after;
}

async function agreed(fix: Fix, { say, confirm }: Dialogue): Promise<boolean> {
  say(`\nTo ${fix.offer}:\n\n${fix.calls.map(callText).join('\n\n')}\n\n`);
  return confirm(`Shall I ${fix.offer}?`);
}

async function apply(fix: Fix, { management, facts }: Examination): Promise<CheckResult | undefined> {
  if (management === undefined) return undefined;
  try {
    await applyFix(fix, management);
    return undefined;
  } catch (error) {
    return failure(error, facts);
  }
}
