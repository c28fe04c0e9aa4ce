import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { EnvHttpProxyAgent, fetch } from 'undici';

export type Verdict =
  | { readonly accepted: true; readonly subject: string }
  | { readonly accepted: false; readonly status: 401 | 403 | 503; /** RFC 6750, section 3. */ readonly challenge: string };

interface Provider {
  readonly issuer: string;
  readonly discoveryUrl: string;
}

/** The proxies on the way to the provider (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); each may be empty. */
interface Proxies {
  readonly https: string;
  readonly http: string;
  readonly noProxy: string;
}

/** Judges the bearer tokens of an API by the keys that the provider publishes (RFC 9068, section 4). */
export class BearerJudge {
  private keys: Promise<JWTVerifyGetKey> | undefined;
  private readonly dispatcher: EnvHttpProxyAgent;

  constructor(
    private readonly provider: Provider,
    private readonly audience: string,
    { https, http, noProxy }: Proxies,
  ) {
    this.dispatcher = new EnvHttpProxyAgent({ httpsProxy: https, httpProxy: http, noProxy });
  }

  /** @param authorization the header of that name */
  async judge(authorization: string | undefined, scope: string): Promise<Verdict> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return { accepted: false, status: 401, challenge: 'Bearer' };
    try {
      const { payload } = await jwtVerify<{ sub: string }>(token, await this.keySet(), {
        issuer: this.provider.issuer,
        audience: this.audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'sub'],
      });
      if (!scopesOf(payload).includes(scope))
        return { accepted: false, status: 403, challenge: `Bearer error="insufficient_scope", scope="${scope}"` };
      return { accepted: true, subject: payload.sub };
    } catch (error) {
      return refusal(error);
    }
  }

  /** Asked for with the first token, so that the API starts while the provider is down; and again when that failed. */
  private keySet(): Promise<JWTVerifyGetKey> {
    return (this.keys ??= this.discover().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    }));
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const { dispatcher } = this;
    const response = await fetch(this.provider.discoveryUrl, { signal: AbortSignal.timeout(5000), dispatcher });
    if (!response.ok) throw new Error(`The discovery document is not to be had: ${response.status}`);
    const { jwks_uri } = (await response.json()) as { readonly jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri), {
      [customFetch]: (url, options) => fetch(url, { ...options, headers: [...options.headers], dispatcher }),
    });
  }
}

/** Okta lists scopes in `scp`, RFC 9068 in `scope`. */
function scopesOf({ scp, scope }: JWTPayload): readonly unknown[] {
  if (Array.isArray(scp)) return scp;
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** What is wrong with a token. Anything else is trouble with the keys, and no judgement: the caller may try again. */
const faults = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
];

function refusal(error: unknown): Verdict {
  if (!(error instanceof Error) || !faults.some((fault) => error instanceof fault))
    return { accepted: false, status: 503, challenge: 'Bearer' };
  const why = error.message.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");
  return { accepted: false, status: 401, challenge: `Bearer error="invalid_token", error_description="${why}"` };
}
