import { z } from 'zod';

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
