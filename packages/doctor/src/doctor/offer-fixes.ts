import type { ApiCall } from '../diagnosis/diagnosis.js';
import type { Check, CheckContext, CheckReport, CheckResult, Fix } from './check.js';
import type { Management } from './management/management.js';
import { valueAt } from './provider-json.js';
import { resultForError } from './result.js';
import { runCheck } from './run-checks.js';

export interface Dialogue {
  readonly say: (text: string) => void;
  /** Resolves to true when the person agrees. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Shows each call that would mend something, asks, and sends it. What one fix changed, the next one starts from.
 *
 * @returns the reports as they are now; once anything was mended, all that had found something looked again
 */
export async function offerFixes(
  reports: readonly CheckReport[],
  context: CheckContext,
  dialogue: Dialogue,
): Promise<readonly CheckReport[]> {
  const refused = new Map<Check, CheckResult>();
  let isMended = false;
  for (const { check, fix } of reports) {
    const current = fix && (await runCheck(check, context));
    if (context.management === undefined || !current?.fix || !(await isAgreed(current.fix, dialogue))) continue;
    try {
      await apply(current.fix, context.management);
      isMended = true;
    } catch (error) {
      refused.set(check, { ...resultForError(error, context.facts), status: current.status });
    }
  }
  if (!isMended && refused.size === 0) return reports;
  const after: CheckReport[] = [];
  for (const report of reports) {
    const { check } = report;
    after.push(report.status === 'ok' ? report : { check, ...(refused.get(check) ?? (await runCheck(check, context))) });
  }
  return after;
}

async function isAgreed({ offer, calls }: Fix, { say, confirm }: Dialogue): Promise<boolean> {
  say(`\nTo ${offer}:\n\n${calls.map(callText).join('\n\n')}\n\n`);
  return confirm(`Shall I ${offer}?`);
}

/** A call as it will be sent, but for the token. */
function callText({ method, path, body }: ApiCall): string {
  return body === undefined ? `${method} ${path}` : `${method} ${path}\n${JSON.stringify(body, null, 2)}`;
}

async function apply({ calls }: Fix, management: Management): Promise<void> {
  let previousId = '';
  for (const call of calls) {
    const created = await management.send({ ...call, path: call.path.replace('{previousId}', encodeURIComponent(previousId)) });
    const id = valueAt(created, 'id');
    previousId = typeof id === 'string' ? id : '';
  }
}
