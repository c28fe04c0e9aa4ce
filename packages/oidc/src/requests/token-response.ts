import { OidcError, type ProtocolStep } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import { plainText, type HttpResponse, refusal, unusable } from '../provider/provider-response.js';
import type { ProviderContext } from '../provider/provider-connection.js';
import type { Tokens } from '../login.js';

/** Ten years in seconds: more is a mistake of the provider's and would only make dates that no database takes. */
const maxLifetime = 10 * 365 * 24 * 60 * 60;

export interface TokenResponse {
  readonly accessToken: string;
  readonly tokenType: 'Bearer' | 'DPoP';
  /** Seconds; undefined: the provider did not say. */
  readonly expiresIn: number | undefined;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** Undefined: as asked for (RFC 6749, section 5.1). */
  readonly scopes: readonly string[] | undefined;
}

/**
 * Reads a token endpoint's answer (RFC 6749, sections 5.1 and 5.2): strict about what makes a token usable, tolerant of null members,
 * of `token_type` in any case and of numbers written as text.
 * @throws OidcError token_refused for an error of 4xx (also without a body) or within a 200, refused_without_reason for a 4xx without an
 * OAuth error; provider_invalid_response else
 */
export function readTokenResponse(response: HttpResponse, step: ProtocolStep): TokenResponse {
  const body = parseJsonObject(response.text);
  if (response.status >= 400) throw refusal(response, step, body);
  if (body === undefined) {
    throw unusable(response, step, response.text.trim() === '' ? 'with an empty body' : 'with something that is no JSON object');
  }
  // Tokens do not outweigh an error beside them.
  if (body.error !== undefined && body.error !== null && body.error !== '') throw refusal(response, step, body);
  const accessToken = text(body.access_token);
  if (accessToken === undefined) throw unusable(response, step, 'without an access_token');
  const type = text(body.token_type)?.toLowerCase();
  const tokenType = type === 'bearer' ? 'Bearer' : type === 'dpop' ? 'DPoP' : undefined;
  if (tokenType === undefined) {
    const found = plainText(body.token_type, 40) ?? 'missing';
    throw unusable(response, step, `with token_type ${found}, which is neither Bearer nor DPoP`);
  }
  const { expires_in: stated } = body;
  const seconds = typeof stated === 'string' && /^\d+(\.\d+)?$/.test(stated) ? Number(stated) : (stated ?? undefined);
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0)) {
    throw unusable(response, step, 'with an expires_in that is no number of seconds');
  }
  return {
    accessToken,
    tokenType,
    expiresIn: seconds === undefined ? undefined : Math.min(Math.floor(seconds), maxLifetime),
    refreshToken: text(body.refresh_token),
    // What is there but no text becomes an empty token, which will be refused as one.
    idToken: text(body.id_token) ?? ((body.id_token ?? undefined) === undefined ? undefined : ''),
    scopes: typeof body.scope === 'string' ? body.scope.split(' ').filter((scope) => scope !== '') : undefined,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a token response leaves as it was. */
type Kept = Pick<Tokens, 'idToken' | 'refreshToken' | 'scopes' | 'dpopKey'>;

/**
 * The tokens as they are kept: what came, and for what did not come what was there before (RFC 6749, sections 5.1 and 6).
 * @throws OidcError configuration when the provider binds tokens by DPoP and we cannot prove a key
 */
export function issuedTokens({ clock, notify }: ProviderContext, received: TokenResponse, kept: Kept): Tokens {
  const { tokenType, expiresIn } = received;
  if (tokenType === 'DPoP' && kept.dpopKey === undefined) {
    throw new OidcError('configuration', 'the provider issues tokens bound by DPoP: this client must use DPoP (OIDC_DPOP=on)', 'token');
  }
  if (tokenType === 'Bearer' && kept.dpopKey !== undefined) {
    notify({ code: 'dpop_ignored', message: 'DPoP is on, but the provider issues plain bearer tokens' });
  }
  return {
    accessToken: received.accessToken,
    tokenType,
    expiresAt: expiresIn === undefined ? undefined : Math.floor(clock.now() / 1000) + expiresIn,
    refreshToken: received.refreshToken ?? kept.refreshToken,
    idToken: kept.idToken,
    scopes: received.scopes ?? kept.scopes,
    ...(kept.dpopKey === undefined ? {} : { dpopKey: kept.dpopKey }),
  };
}
