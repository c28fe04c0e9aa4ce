import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { identifierProblem } from '@fanlight/oidc';

const text = z
  .string()
  .min(1)
  .refine((value) => identifierProblem(value) === undefined, { error: ({ input }) => identifierProblem(String(input)) });

/** Names a person: Subject Identifiers for Security Event Tokens (RFC 9493), sections 3.2.2 and 3.2.3. */
const subjectId = z.discriminatedUnion('format', [
  z.object({ format: z.literal('email'), email: text }),
  z.object({ format: z.literal('iss_sub'), iss: text, sub: text }),
]);
const namesPerson = z.object({ sub_id: subjectId.optional(), subject: subjectId.optional() });

export type SubjectId = z.infer<typeof subjectId>;

/**
 * The person that a request body names as `sub_id` or `subject`; undefined when
 * it is not one of the two formats that Okta sends, or the two members name different people. `report` is told what cannot be read.
 */
export function readSubjectId(body: unknown, report: (problem: string) => void = () => undefined): SubjectId | undefined {
  // The copy has no members but its own.
  const { success, data, error } = namesPerson.safeParse(structuredClone(body));
  if (!success) {
    for (const { path, message } of error.issues) report(`its ${String(path.at(-1) ?? 'body')} ${message}`);
    return undefined;
  }
  const { sub_id: id = data.subject, subject = id } = data;
  return isDeepStrictEqual(id, subject) ? id : undefined;
}
