import { StepUpRequired } from '../auth/step-up-required.js';
import type { Problem } from './problem.js';

/** WWW-Authenticate of a 401 to an API call: RFC 6750, section 3, and RFC 9470, section 3, for a step-up. */
export function challenge({ code, detail }: Problem, error: unknown): string {
  const parameters: [string, string][] = [];
  if (error instanceof StepUpRequired) {
    parameters.push(['error', 'insufficient_user_authentication']);
    if (error.acrValues.length > 0) parameters.push(['acr_values', error.acrValues.join(' ')]);
    if (error.maxAge !== undefined) parameters.push(['max_age', String(error.maxAge)]);
  } else if (code === 'access_token_invalid') {
    parameters.push(['error', 'invalid_token']);
    if (typeof detail['reason'] === 'string') parameters.push(['error_description', detail['reason']]);
  }
  return [
    'Bearer realm="api"',
    ...parameters.map(([name, value]) => `${name}="${value.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ')}"`),
  ].join(', ');
}
