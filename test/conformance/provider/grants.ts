import { randomBytes } from 'node:crypto';

/** A code as issued, with what the request bound it to. */
export interface CodeGrant {
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
  readonly scope: string;
  readonly maxAge: string | undefined;
  /** The first class that the request asked for: this provider meets every one. */
  readonly acr: string | undefined;
  readonly dpopThumbprint: string | undefined;
  readonly sid: string;
  readonly sub: string;
  readonly authTime: number;
}

/** What the provider has given out: codes and pushed requests once, refresh and access tokens until taken back. */
export class Grants {
  private readonly codes = new Map<string, CodeGrant>();
  private readonly pushed = new Map<string, URLSearchParams>();
  private readonly refreshTokens = new Map<string, CodeGrant>();
  private readonly accessTokens = new Map<string, CodeGrant>();

  issueCode(grant: CodeGrant): string {
    return kept(this.codes, grant);
  }

  /** RFC 6749 4.1.2: a code serves once. */
  takeCode(code: string): CodeGrant | undefined {
    return taken(this.codes, code);
  }

  push(parameters: URLSearchParams): string {
    return `urn:ietf:params:oauth:request_uri:${kept(this.pushed, parameters)}`;
  }

  takePushed(requestUri: string): URLSearchParams | undefined {
    return taken(this.pushed, requestUri.split(':').at(-1) ?? '');
  }

  issueRefreshToken(grant: CodeGrant): string {
    return kept(this.refreshTokens, grant);
  }

  refreshGrant(token: string): CodeGrant | undefined {
    return this.refreshTokens.get(token);
  }

  issueAccessToken(grant: CodeGrant, length = 32): string {
    return kept(this.accessTokens, grant, length);
  }

  accessGrant(token: string): CodeGrant | undefined {
    return this.accessTokens.get(token);
  }

  revoke(token: string): void {
    this.refreshTokens.delete(token);
    this.accessTokens.delete(token);
  }

  /** Ends what belongs to a session of the provider. */
  endSession(sid: string): void {
    for (const tokens of [this.refreshTokens, this.accessTokens]) {
      for (const [token, grant] of tokens) if (grant.sid === sid) tokens.delete(token);
    }
  }
}

function kept<T>(map: Map<string, T>, value: T, length = 32): string {
  const id = randomBytes(length).toString('base64url').slice(0, length);
  map.set(id, value);
  return id;
}

function taken<T>(map: Map<string, T>, id: string): T | undefined {
  const value = map.get(id);
  map.delete(id);
  return value;
}
