import type { CustomFetch } from 'openid-client';
import { needsDpopNonce } from './dpop.js';
import type { ProtocolStep } from './errors.js';
import type { ProviderContext } from './provider-context.js';
import type { ProviderResponse } from './provider-http.js';

/**
 * The fetch that one call of openid-client uses: it sends through our own HTTP, judges the answer with our own rules, and hands the library
 * a clean one. The first demand for a DPoP nonce goes to the library as it is, which then asks again.
 * @param judge returns what the library gets to see; throws OidcError
 */
export function judgedFetch(
  { http, dpopNonces }: ProviderContext,
  step: ProtocolStep,
  judge: (response: ProviderResponse) => Promise<Response> | Response,
): CustomFetch {
  let askedAgain = false;
  return async (url, { method, headers, body }) => {
    const response = await http.send({
      step,
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    });
    dpopNonces.note(url, response.headers);
    if (askedAgain || !('dpop' in headers) || !needsDpopNonce(response)) return judge(response);
    askedAgain = true;
    return passOn(response);
  };
}

function passOn({ status, headers, text }: ProviderResponse): Response {
  const challenge = headers.get('www-authenticate');
  const nonce = headers.get('dpop-nonce') ?? '';
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', 'dpop-nonce': nonce, ...(challenge === null ? {} : { 'www-authenticate': challenge }) },
  });
}
