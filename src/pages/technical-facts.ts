import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { OidcError } from '../oidc/errors.js';
import type { TechnicalFact } from '../rendering/page-contexts.js';
import { ViewError } from '../rendering/view-error.js';
import type { Problem } from './problem.js';

/** What a developer wants to know of an error, in development. Never a token: the errors themselves hold none. */
export function technicalFacts(problem: Problem, diagnosis: Diagnosis, error: unknown): readonly TechnicalFact[] {
  const { answer } = problem;
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    ['Error code', problem.code],
    ['Catalogue entry', diagnosis.id],
    ['Message', problem.unexpected && !(error instanceof ViewError) ? undefined : messageOf(error)],
    ['Where', error instanceof OidcError ? error.step : undefined],
    ['Address', error instanceof OidcError ? error.endpoint : undefined],
    ['Provider error', answer?.error],
    ['Provider code', answer?.providerCode],
    ['Provider status', answer?.status],
    ['Provider reference', answer?.correlationId],
    ['Management API', diagnosis.api === undefined ? undefined : `${diagnosis.api.method} ${diagnosis.api.path}`],
    ['Source', diagnosis.source],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: String(value) }]));
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}
