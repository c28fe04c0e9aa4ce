import { OidcError, type OidcErrorCode, type ProtocolStep, type ProviderResponse } from '../errors.js';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import type { TransportResponse } from './transport.js';

const maxTextLength = 500;
const maxCodeLength = 100;
const maxExcerptLength = 200;
const correlationHeaders = ['x-okta-request-id', 'x-ms-request-id', 'x-request-id', 'x-correlation-id'];

export interface HttpResponse extends TransportResponse {
  /** The address that was asked, without its query. */
  readonly endpoint: string;
}

/**
 * Text from outside, made fit for a page and one log line: control and formatting characters (bidirectional ones too)
 * become spaces, and it is cut. Undefined for what is no text or empty.
 */
export function plainText(value: unknown, limit: number = maxTextLength): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (text === '') return undefined;
  return text.length > limit ? `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

/**
 * What the provider said in a refusal: an OAuth error (RFC 6749, section 5.2), Okta's `errorCode` and `errorSummary`, Entra's
 * `error_codes`, or a WWW-Authenticate header (RFC 6750, section 3; also without a scheme, as LemonLDAP::NG sends it).
 */
export function readProviderResponse(response: TransportResponse, retryAfter?: number): ProviderResponse {
  const parsed = parseJsonObject(response.text);
  const body = parsed ?? {};
  const challenge = readChallenge(response.headers.get('www-authenticate'));
  const entraCode: unknown = Array.isArray(body.error_codes) ? body.error_codes[0] : undefined;
  const error = plainText(body.error, maxCodeLength) ?? challenge.error;
  const providerCode = plainText(body.errorCode, maxCodeLength) ?? (typeof entraCode === 'number' ? `AADSTS${entraCode}` : undefined);
  const excerpt = error === undefined && providerCode === undefined ? excerptOf(response.text, parsed) : undefined;
  return {
    error,
    description: plainText(body.error_description) ?? plainText(body.errorSummary) ?? plainText(body.message) ?? challenge.description,
    status: response.status,
    providerCode,
    ...(excerpt === undefined ? {} : { excerpt }),
    correlationId:
      firstHeader(response.headers, correlationHeaders) ??
      plainText(body.errorId, maxCodeLength) ??
      plainText(body.correlation_id, maxCodeLength),
    retryAfter,
  };
}

/** Of JSON only the names, since its values may be tokens; of a text, nothing that is as long as a token. */
function excerptOf(text: string, body: JsonObject | undefined): string | undefined {
  if (body !== undefined) return plainText(`JSON with the members ${Object.keys(body).join(', ') || '(none)'}`, maxExcerptLength);
  return plainText(text.slice(0, maxExcerptLength * 4).replace(/[\w.~+/=-]{24,}/g, '…'), maxExcerptLength);
}

function readChallenge(header: string | null): { error?: string | undefined; description?: string | undefined } {
  const found: Record<string, string> = {};
  for (const [, name, quoted, bare] of (header ?? '')
    .slice(0, 2000)
    .matchAll(/\b(error|error_description)\s*=\s*(?:"([^"]*)"|([^",]*))/gi)) {
    if (name !== undefined) found[name.toLowerCase()] = quoted ?? bare ?? '';
  }
  return { error: plainText(found.error, maxCodeLength), description: plainText(found.error_description) };
}

function firstHeader(headers: TransportResponse['headers'], names: readonly string[]): string | undefined {
  return names.map((name) => plainText(headers.get(name), maxCodeLength)).find((value) => value !== undefined);
}

/** Said of the provider itself and not of the request, whatever the status (RFC 6749, section 4.1.2.1). */
export const providerFailures: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);

/**
 * The error of a request that the provider refused. Without an OAuth error (RFC 6749, section 5.2) it says nothing about the person's grant:
 * `refused_without_reason`, for wrong client credentials or a gateway; at a 404 or 405, nothing answers there. Only an empty 400 is how some
 * providers (Glewlwyd) refuse a code or a refresh token.
 */
export function refusal(
  response: HttpResponse,
  step: ProtocolStep,
  body: JsonObject | undefined,
  code: OidcErrorCode = 'token_refused',
): OidcError {
  const { status, endpoint } = response;
  const said = readProviderResponse(response);
  const error = (of: OidcErrorCode, message: string): OidcError => new OidcError(of, message, step, { response: said, endpoint });
  const isExplained = said.error !== undefined || said.providerCode !== undefined;
  if (!isExplained && (status === 404 || status === 405) && body === undefined)
    return error('provider_invalid_response', `nothing answers at ${endpoint} (${status})`);
  if (!isExplained && code !== 'userinfo_refused' && !(status === 400 && response.text.trim() === '')) {
    const message = `${endpoint} answered ${status} without an OAuth error: the client's credentials are wrong, or a gateway answers in its place`;
    return error('refused_without_reason', message);
  }
  if (said.error !== undefined && providerFailures.has(said.error))
    return error('provider_error', `${endpoint} answered ${status}: ${said.error}`);
  return error(code, `${endpoint} refused (${status}): ${said.error ?? said.providerCode ?? 'without saying why'}`);
}

/** The error of a response that is none to use: `problem` follows "answered 200". */
export function unusable(response: HttpResponse, step: ProtocolStep, problem: string): OidcError {
  const { endpoint, status } = response;
  const said = readProviderResponse(response);
  return new OidcError('provider_invalid_response', `${endpoint} answered ${status} ${problem}`, step, { response: said, endpoint });
}
