import { isJsonObject, type JsonObject, parseJsonObject } from '../json-object.js';
import type { AuthorizationRequestExtras, LoginTransaction } from '../login.js';

/**
 * How strong and how recent a sign-in must be: what the settings ask for (`acr_values`, `max_age`, or an essential `acr` in `claims`,
 * OpenID Connect Core 1.0, sections 3.1.2.1 and 5.5.1.1), made stricter by what this request asks for and never weaker: of two ages the
 * shorter one; of the settings' classes those that the request names, or all of them where it names none of these.
 */
export function askedAuthentication(
  authorizeParams: Readonly<Record<string, string>>,
  extras: Pick<AuthorizationRequestExtras, 'acrValues' | 'maxAge'> = {},
): Pick<LoginTransaction, 'acrValues' | 'maxAge'> {
  const settings = authorizeParams['acr_values']?.split(' ').filter((word) => word !== '') ?? essentialClasses(authorizeParams['claims']);
  const named = extras.acrValues ?? [];
  const both = settings.filter((acr) => named.includes(acr));
  const acrValues = settings.length === 0 ? named : both.length === 0 ? settings : both;
  const ages = [readAge(authorizeParams['max_age']), extras.maxAge].filter((age) => age !== undefined);
  return { ...(acrValues.length > 0 ? { acrValues } : {}), ...(ages.length > 0 ? { maxAge: Math.min(...ages) } : {}) };
}

/** What is no number of seconds asks for the strictest: a check that cannot be read must not be one that is left out. */
function readAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function essentialClasses(claims: string | undefined): readonly string[] {
  const acr = member(member(parseJsonObject(claims ?? ''), 'id_token'), 'acr');
  if (acr?.essential !== true) return [];
  const values: readonly unknown[] = Array.isArray(acr.values) ? acr.values : [acr.value];
  return values.filter((value): value is string => typeof value === 'string');
}

function member(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object?.[name];
  return isJsonObject(value) ? value : undefined;
}
