import { decodeJwt } from 'jose';

/**
 * Whom an access token says it is for (RFC 9068, section 2.2); undefined where it cannot be read, or does not say.
 * Not judged: for tokens that the provider itself has just given us, never for those that others call us with.
 */
export function statedAudience(accessToken: string): readonly string[] | undefined {
  try {
    const { aud } = decodeJwt(accessToken);
    return typeof aud === 'string' ? [aud] : aud;
  } catch {
    return undefined;
  }
}
