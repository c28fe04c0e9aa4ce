import { diagnose } from '../diagnosis/diagnose.js';
import type { Facts } from '../diagnosis/diagnosis.js';
import { symptomOf } from '../diagnosis/failed-step.js';
import type { Symptom } from '../diagnosis/symptom.js';
import { OidcError } from '../oidc/errors.js';
import { plainText } from '../oidc/provider/provider-answer.js';
import { NoAnswer } from './ask.js';
import type { CheckResult, CheckStatus } from './check.js';
import { ManagementRefused } from './management/management.js';

/** The result for a symptom: what the catalogue says about it. */
export function found(symptom: Symptom, facts: Facts, status: CheckStatus = 'failed'): CheckResult {
  const diagnosis = diagnose(symptom, facts);
  return { status, finding: diagnosis.summary, diagnosis, providerWords: wordsOf(symptom) };
}

/**
 * The result for what a check threw: an explained failure, or “could not tell” where the provider did not let us ask.
 * Anything unforeseen is thrown on.
 */
export function failure(error: unknown, facts: Facts): CheckResult {
  if (error instanceof NoAnswer) {
    const reached = found({ where: 'discovery', code: 'provider_unreachable' }, facts);
    return { ...reached, details: [error.message] };
  }
  if (error instanceof ManagementRefused) return { ...found(error.symptom, facts, 'unknown'), details: [error.message] };
  if (!(error instanceof OidcError)) throw error;
  const symptom = symptomOf(error);
  const status = error.code === 'provider_rate_limited' ? 'unknown' : 'failed';
  return { ...found(symptom, facts, status), details: [error.message] };
}

function wordsOf({ error, description }: Symptom): string | undefined {
  return plainText([error, description].filter((word) => word !== undefined && word !== '').join(': '));
}
