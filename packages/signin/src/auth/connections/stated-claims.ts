import { decodeJwt } from 'jose';

/** Characters. Whoever judges a longer one refuses it by its length, and a stranger's is not to be parsed before that. */
const maxLength = 32 * 1024;

/** What a token says of itself, unproved: it only chooses by whose keys it is judged. Nothing, where it cannot be read (opaque, encrypted). */
export function statedClaims(token: string): { readonly iss?: string; readonly aud: readonly string[] } {
  if (token.length > maxLength) return { aud: [] };
  try {
    const { iss, aud = [] } = decodeJwt(token);
    return { ...(typeof iss === 'string' && { iss }), aud: [aud].flat() };
  } catch {
    return { aud: [] };
  }
}
