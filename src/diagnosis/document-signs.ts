import type { Signs } from './entry.js';

/** The provider's texts, quoted, one line each. */
export function textsOf({ texts = [] }: Signs): string[] {
  return texts.map((text) => `Text: “${text}”`);
}

/** The codes of the provider and of this application, one line for each kind. */
export function codesOf({ oktaCodes = [], errors = [], situations = [], ownCodes = [] }: Signs): string[] {
  const alone = situations.flatMap(({ error = [] }) => error);
  const own = [...ownCodes, ...situations.flatMap(({ ownCode = [] }) => ownCode)];
  return [named('OAuth error', [...errors, ...alone]), named('Okta’s code', oktaCodes), named('Code of this application', own)].flat();
}

function named(kind: string, codes: readonly string[]): string[] {
  const unique = [...new Set(codes)];
  return unique.length === 0 ? [] : [`${kind}: ${unique.map((code) => `\`${code}\``).join(', ')}`];
}
