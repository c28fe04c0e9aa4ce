import type { JsonObject, TokenClaims } from '@fanlight/oidc';
import type { UserDetails } from '../../users/user-store.js';

const maxLength = 320;

/**
 * What to remember of a person: who they are comes from the ID token alone (OpenID Connect Core 1.0, section 5.7: only issuer
 * and subject together identify), the rest from userinfo where the ID token is thin.
 */
export function userDetails(connection: string, idClaims: TokenClaims, userinfo?: JsonObject): UserDetails {
  const sources = userinfo === undefined ? [idClaims] : [idClaims, userinfo];
  const email = text(sources, 'email');
  return {
    connection,
    issuer: idClaims.iss,
    subject: idClaims.sub,
    name: text(sources, 'name') ?? joined(text(sources, 'given_name'), text(sources, 'family_name')),
    username: text(sources, 'preferred_username'),
    email,
    emailVerified: email !== undefined && sources.some((claims) => claims['email'] === email && isVerified(claims['email_verified'])),
  };
}

/** Core 5.1 says boolean; JumpCloud, Cognito and Apple send texts. Nothing but a clear yes counts. */
function isVerified(value: unknown): boolean {
  return value === true || value === 'true';
}

function text(sources: readonly JsonObject[], name: string): string | undefined {
  const values = sources.map((claims) => (Object.hasOwn(claims, name) ? claims[name] : undefined));
  return values.map((value) => (typeof value === 'string' ? clean(value) : '')).find((cleaned) => cleaned !== '');
}

/**
 * Without what no name and no address has and no database takes: control characters, line breaks, halves of surrogate pairs. Each becomes a
 * space, so that no address turns into another that somebody else has.
 */
function clean(value: string): string {
  const text = value.slice(0, maxLength * 4).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ');
  // The cut may have left half of a pair at the end.
  return text
    .trim()
    .slice(0, maxLength)
    .replace(/\p{Cs}$/u, '')
    .trimEnd();
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}
