import { isDeepStrictEqual } from 'node:util';

/** Names a person: Subject Identifiers for Security Event Tokens (RFC 9493), sections 3.2.2 and 3.2.3. */
export type SubjectId =
  { readonly format: 'email'; readonly email: string } | { readonly format: 'iss_sub'; readonly iss: string; readonly sub: string };

const maxLength = 2000;

/**
 * The person that a request body names as `sub_id` or `subject`; undefined when
 * it is not one of the two formats that Okta sends, or the two members name different people.
 */
export function readSubjectId(body: unknown): SubjectId | undefined {
  const ids = ['sub_id', 'subject'].map((name) => member(body, name)).filter((id) => id !== undefined);
  const [first, ...others] = ids.map(readId);
  return others.every((other) => isDeepStrictEqual(other, first)) ? first : undefined;
}

function readId(id: unknown): SubjectId | undefined {
  const format = member(id, 'format');
  if (format === 'email') {
    const email = text(id, 'email');
    return email === undefined ? undefined : { format, email };
  }
  if (format !== 'iss_sub') return undefined;
  const [iss, sub] = [text(id, 'iss'), text(id, 'sub')];
  return iss === undefined || sub === undefined ? undefined : { format, iss, sub };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' && found !== '' && found.length <= maxLength ? found : undefined;
}
