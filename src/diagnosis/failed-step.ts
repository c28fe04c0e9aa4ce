import type { Symptom, SymptomPlace } from './symptom.js';

/** What the protocol client throws, as far as a symptom needs it. */
export interface FailedStep {
  readonly code: string;
  readonly step: SymptomPlace | 'access_token';
  readonly answer: ProviderWords | undefined;
}

interface ProviderWords {
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: number | undefined;
  readonly providerCode?: string | undefined;
}

/** The symptom in a failed step of the protocol. */
export function symptomOf({ code, step, answer }: FailedStep): Symptom {
  return {
    where: step === 'access_token' ? 'application' : step,
    code,
    error: answer?.error ?? answer?.providerCode,
    description: answer?.description,
    status: answer?.status,
  };
}
