import { json, type Answer } from './answer.js';
import { proofOf } from './dpop.js';
import type { CodeGrant } from './grants.js';
import { patched } from './lie.js';
import type { EndpointHandler, ProviderState } from './provider-state.js';

/** OpenID Connect Core 1.0, section 5.3: JSON, or a signed JWT. */
export const userinfo: EndpointHandler = async (state, request) => {
  const [scheme = '', accessToken = ''] = (request.headers.authorization ?? '').split(' ');
  const grant = state.grants.accessGrant(accessToken);
  if (!grant) return denied('Bearer error="invalid_token"');
  if (scheme.toLowerCase() !== (grant.dpopThumbprint === undefined ? 'bearer' : 'dpop')) return denied('DPoP error="invalid_token"');
  const proof = await proofOf(state, request, accessToken);
  if (proof.refusal) return { ...proof.refusal, status: 401 };
  if (proof.thumbprint !== grant.dpopThumbprint) return denied('DPoP error="invalid_token"');
  return claimsAnswer(state, grant);
};

async function claimsAnswer(state: ProviderState, grant: CodeGrant): Promise<Answer> {
  const claims = patched({ sub: grant.sub, ...state.person.claims }, state.lie.userinfo);
  const contentType = state.lie.userinfoContentType;
  if (state.setup.userinfo !== 'jwt') return json(claims, 200, contentType === undefined ? {} : { 'content-type': contentType });
  const body = await state.keys.jwt({}, { iss: state.issuer, aud: state.client.clientId, ...claims }, state.lie.userinfoJwt);
  return { status: 200, headers: { 'content-type': contentType ?? 'application/jwt' }, body };
}

function denied(challenge: string): Answer {
  return { status: 401, headers: { 'www-authenticate': challenge } };
}
