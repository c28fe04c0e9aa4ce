import { OidcError, type ProtocolStep } from '../errors.js';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import { plainText, readProviderAnswer, refusal } from '../provider/provider-answer.js';
import type { ProviderContext } from '../provider/provider-connection.js';
import type { ProviderResponse } from '../provider/provider-http.js';
import type { Tokens } from '../sign-in.js';

/** Ten years: a longer life is a mistake of the provider's and would only make dates that no database takes. */
const LONGEST_LIFE = 10 * 365 * 24 * 60 * 60;

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
export function readTokenResponse(response: ProviderResponse, step: ProtocolStep): TokenResponse {
  const body = parseJsonObject(response.text);
  if (response.status >= 400) throw refusal(response, step, body);
  if (body === undefined)
    throw invalid(response, step, response.text.trim() === '' ? 'with an empty body' : 'with something that is no JSON object');
  // Tokens do not outweigh an error beside them.
  if (body.error !== undefined && body.error !== null && body.error !== '') throw refusal(response, step, body);
  return {
    accessToken: text(body, 'access_token') ?? fail(response, step, 'without an access_token'),
    tokenType: tokenType(body, response, step),
    expiresIn: lifetime(body.expires_in, response, step),
    refreshToken: text(body, 'refresh_token'),
    idToken: idToken(body.id_token),
    scopes: typeof body.scope === 'string' ? body.scope.split(' ').filter((scope) => scope !== '') : undefined,
  };
}

/** What is there but no text becomes an empty token, which will be refused as one. */
function idToken(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : '';
}

function tokenType(body: JsonObject, response: ProviderResponse, step: ProtocolStep): 'Bearer' | 'DPoP' {
  const type = typeof body.token_type === 'string' ? body.token_type.toLowerCase() : undefined;
  if (type === 'bearer') return 'Bearer';
  if (type === 'dpop') return 'DPoP';
  return fail(response, step, `with token_type ${plainText(body.token_type, 40) ?? 'missing'}, which is neither Bearer nor DPoP`);
}

function lifetime(value: unknown, response: ProviderResponse, step: ProtocolStep): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0)) return fail(response, step, 'with an expires_in that is no number of seconds');
  return Math.min(Math.floor(seconds), LONGEST_LIFE);
}

function text(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fail(response: ProviderResponse, step: ProtocolStep, problem: string): never {
  throw invalid(response, step, problem);
}

function invalid(response: ProviderResponse, step: ProtocolStep, problem: string): OidcError {
  const { endpoint, status } = response;
  return new OidcError('provider_invalid_response', `${endpoint} answered ${status} ${problem}`, step, {
    answer: readProviderAnswer(response),
    endpoint,
  });
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
