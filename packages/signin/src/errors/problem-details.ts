import { z } from 'zod';
import { StepUpRequired } from '../auth/sign-in-error.js';
import type { Problem } from './problem.js';

/** Every refusal of the API: Problem Details for HTTP APIs, RFC 9457. */
export const problemDetails = z.looseObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string().meta({ description: 'Stable, for programs.' }),
  reference: z.string().meta({ description: 'Under which the log has the rest.' }),
});

/** A 401 also says where to sign in. It is for a person: no API call is ever redirected there. */
export const signInNeeded = problemDetails.extend({
  login: z.string().meta({ format: 'uri', description: 'Where a person signs in. `returnTo`, a path, comes back there.' }),
});

export type ProblemDetails = z.infer<typeof problemDetails>;

/** WWW-Authenticate of a 401 to an API call: RFC 6750, section 3, and RFC 9470, section 3, for a step-up. */
export function wwwAuthenticate({ code, detail, error }: Problem): string {
  const parameters: [string, string][] = [['realm', 'api']];
  if (error instanceof StepUpRequired) {
    parameters.push(['error', 'insufficient_user_authentication']);
    if (error.acrValues.length > 0) parameters.push(['acr_values', error.acrValues.join(' ')]);
    if (error.maxAge !== undefined) parameters.push(['max_age', String(error.maxAge)]);
  } else if (code === 'access_token_invalid') {
    parameters.push(['error', 'invalid_token']);
    if (typeof detail['reason'] === 'string') parameters.push(['error_description', detail['reason']]);
  }
  const quoted = parameters.map(([name, value]) => `${name}="${value.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ')}"`);
  return `Bearer ${quoted.join(', ')}`;
}
