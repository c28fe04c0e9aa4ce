import type { Check, CheckReport, CheckResult } from './check.js';
import type { Examination } from './examination.js';
import { failure } from './failure.js';

const worked: ReadonlySet<string> = new Set(['ok', 'warning']);

/** Runs the checks one after the other, each once. Stops asking when the provider limits requests. */
export async function* examine(examination: Examination, checks: readonly Check[]): AsyncGenerator<CheckReport> {
  const reports = new Map<string, CheckReport>();
  let limited = false;
  for (const check of checks) {
    if (check.applies?.(examination) === false) continue;
    const result: CheckResult = limited ? afterLimit : (lacking(check, reports) ?? (await runCheck(check, examination)));
    limited ||= result.diagnosis?.id === 'provider-rate-limit';
    const report = { check, ...result };
    reports.set(check.id, report);
    yield report;
  }
}

const afterLimit: CheckResult = { status: 'unknown', finding: 'Not asked any more: the provider limits requests for now.' };

function lacking({ needs = [] }: Check, reports: ReadonlyMap<string, CheckReport>): CheckResult | undefined {
  const needed = needs.map((id) => reports.get(id)).find((report) => report !== undefined && !worked.has(report.status));
  return needed && { status: 'unknown', finding: `Cannot be told before the check “${needed.check.title}” passes.` };
}

/** One check by itself. What it throws becomes its result. */
export async function runCheck(check: Check, examination: Examination): Promise<CheckResult> {
  try {
    return await check.run(examination);
  } catch (error) {
    return failure(error, examination.facts);
  }
}
