import { type ClientAuth, ClientSecretPost, None } from 'openid-client';
import { privateKeyJwt } from './client-assertion.js';
import { OidcError } from './errors.js';
import type { RelyingPartyOptions } from './relying-party-options.js';

type Credentials = Pick<RelyingPartyOptions, 'clientAuth' | 'clientSecret' | 'clientPrivateKey'>;

/**
 * How this client proves itself at the token endpoint (OpenID Connect Core 1.0, section 9).
 * @throws OidcError configuration when what the method needs is not set, or is no key
 */
export function clientAuthentication({ clientAuth, clientSecret, clientPrivateKey }: Credentials): ClientAuth {
  switch (clientAuth) {
    case 'client_secret_basic':
      return basic(required(clientSecret, 'client_secret_basic needs a client secret'));
    case 'client_secret_post':
      return ClientSecretPost(required(clientSecret, 'client_secret_post needs a client secret'));
    case 'private_key_jwt':
      return privateKeyJwt(required(clientPrivateKey, 'private_key_jwt needs a private key'));
    case 'none':
      return None();
  }
}

/** HTTP Basic with both halves form-encoded first (RFC 6749, section 2.3.1 and appendix B). */
function basic(secret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = `${formEncode(client.client_id)}:${formEncode(secret)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

/**
 * Escapes what a form must escape and nothing more: openid-client escapes `- _ . ! ~ * ' ( )` too, which the RFC allows, but
 * LemonLDAP::NG and others never decode and would refuse every client whose id or secret has a hyphen.
 */
function formEncode(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+');
}

function required<T>(value: T | undefined, message: string): T {
  if (value !== undefined && value !== '') return value;
  throw new OidcError('configuration', message, 'token');
}
