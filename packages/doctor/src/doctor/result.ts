import { diagnose } from '../diagnosis/diagnose.js';
import { type Facts, type Symptom, symptomOf } from '../diagnosis/diagnosis.js';
import { OidcError, plainText } from '@fanlight/oidc';
import type { CheckResult, CheckStatus } from './check.js';
import { ManagementRefused } from './management/management.js';
import { NoResponse } from './request.js';

/** The result for what the provider said: the catalogue's explanation of it. */
export function resultFor(symptom: Symptom, facts: Facts, status: CheckStatus = 'failed'): CheckResult {
  const words = [symptom.error, symptom.description].filter((word) => word !== undefined && word !== '');
  return { ...explained(symptom, facts, { status }), providerWords: plainText(words.join(': ')) };
}

/** The result for what the provider would say at a sign-in. */
export function explained(symptom: Symptom, facts: Facts, more: Partial<CheckResult> = {}): CheckResult {
  const diagnosis = diagnose(symptom, facts);
  return { status: 'failed', finding: diagnosis.summary, diagnosis, symptom, ...more };
}

/**
 * The result for what a check threw: an explained failure, or “could not tell” where the provider did not let us ask.
 * Anything unforeseen is thrown on.
 */
export function resultForError(error: unknown, facts: Facts): CheckResult {
  if (error instanceof NoResponse)
    return explained({ where: 'discovery', code: 'provider_unreachable' }, facts, { details: [error.message] });
  if (error instanceof ManagementRefused) return { ...resultFor(error.symptom, facts, 'unknown'), details: [error.message] };
  if (!(error instanceof OidcError)) throw error;
  const status = error.code === 'provider_rate_limited' ? 'unknown' : 'failed';
  return { ...resultFor(symptomOf(error), facts, status), details: [error.message] };
}
