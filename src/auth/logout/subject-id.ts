import { isDeepStrictEqual } from 'node:util';
import { identifierProblem } from '../../oidc/tokens/token-claims.js';

/** Names a person: Subject Identifiers for Security Event Tokens (RFC 9493), sections 3.2.2 and 3.2.3. */
export type SubjectId =
  { readonly format: 'email'; readonly email: string } | { readonly format: 'iss_sub'; readonly iss: string; readonly sub: string };

/**
 * The person that a request body names as `sub_id` or `subject`; undefined when
 * it is not one of the two formats that Okta sends, or the two members name different people. `report` is told of a text
 * that no store keeps as it is.
 */
export function readSubjectId(body: unknown, report: (problem: string) => void = () => undefined): SubjectId | undefined {
  const ids = ['sub_id', 'subject'].map((name) => member(body, name)).filter((id) => id !== undefined);
  const [first, ...others] = ids.map((id) => readId(id, report));
  return others.every((other) => isDeepStrictEqual(other, first)) ? first : undefined;
}

function readId(id: unknown, report: (problem: string) => void): SubjectId | undefined {
  const format = member(id, 'format');
  if (format === 'email') {
    const email = text(id, 'email', report);
    return email === undefined ? undefined : { format, email };
  }
  if (format !== 'iss_sub') return undefined;
  const [iss, sub] = [text(id, 'iss', report), text(id, 'sub', report)];
  return iss === undefined || sub === undefined ? undefined : { format, iss, sub };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown, name: string, report: (problem: string) => void): string | undefined {
  const found = member(value, name);
  if (typeof found !== 'string' || found === '') return undefined;
  const problem = identifierProblem(found);
  if (problem === undefined) return found;
  report(`its ${name} ${problem}`);
  return undefined;
}
