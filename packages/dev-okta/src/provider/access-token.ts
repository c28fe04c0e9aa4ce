import type Provider from 'oidc-provider';
import { compactVerify, SignJWT } from 'jose';
import type { ProviderParts } from './provider-configuration.js';
import type { SigningKey } from './signing-key.js';

const issued = new WeakMap<object, string>();

/** @returns the access token as the client got it; undefined for one that this process did not issue. */
export function issuedValue(token: object): string | undefined {
  return issued.get(token);
}

/**
 * @returns oidc-provider's access token, handed out by a custom server as a JWT with Okta's claims (`cid`, `uid`, `scp`, …) and by the
 * org server as an opaque string. The stored token stays opaque, so that userinfo, introspection and revocation know it either way.
 */
export function oktaAccessToken(provider: Provider, { organisation, server, key }: ProviderParts): typeof provider.AccessToken {
  const Stored = provider.AccessToken;

  class AccessToken extends Stored {
    override async save(): Promise<string> {
      const id = await super.save();
      const value = server.kind === 'custom' ? await sign(this, id) : id;
      issued.set(this, value);
      return value;
    }
  }
  const find = async (value: string, options?: object) => Stored.find.call(AccessToken, await storedId(value, key), options);
  return Object.defineProperty(AccessToken, 'find', { value: find });

  function sign(token: InstanceType<typeof Stored>, id: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000) + organisation.switches.clockSkew;
    return new SignJWT({
      ver: 1,
      jti: `AT.${id}`,
      iss: server.issuer,
      aud: server.audience,
      iat: now,
      exp: now + token.expiration,
      cid: token.clientId,
      uid: token.accountId,
      scp: [...token.scopes],
      sub: organisation.person(token.accountId)?.username,
      ...(token.jkt && { cnf: { jkt: token.jkt } }),
    })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256', typ: token.jkt ? 'application/okta-internal-at+jwt' : 'JWT' })
      .sign(key.privateKey);
  }
}

/** @returns the id under which a token is stored: of a JWT that this server signed, its `jti`; any other string is the id itself. */
export async function storedId(value: string, key: SigningKey): Promise<string> {
  if (value.split('.').length !== 3) return value;
  try {
    const { payload } = await compactVerify(value, key.publicKey);
    const { jti } = JSON.parse(new TextDecoder().decode(payload)) as { jti?: unknown };
    return typeof jti === 'string' && jti.startsWith('AT.') ? jti.slice('AT.'.length) : value;
  } catch {
    return value;
  }
}
