import { createHash } from 'node:crypto';
import { json, oauthError, type Answer } from './answer.js';
import { clientProblem } from './client-authentication.js';
import { proofOf } from './dpop.js';
import { idToken } from './id-token.js';
import { patched } from './lie.js';
import { providerTime, type EndpointHandler, type ProviderState } from './provider-state.js';

/** RFC 6749, sections 4.1.3 and 6. */
export const token: EndpointHandler = async (state, request) => {
  const problem = await clientProblem(state, request);
  if (problem) return oauthError('invalid_client', problem, 401, { 'www-authenticate': 'Basic realm="provider"' });
  const proof = await proofOf(state, request);
  if (proof.refusal) return proof.refusal;
  const type = request.form.get('grant_type');
  if (type === 'authorization_code') return exchange(state, request.form, proof.thumbprint);
  if (type === 'refresh_token') return refresh(state, request.form, proof.thumbprint);
  return oauthError('unsupported_grant_type', 'authorization_code or refresh_token');
};

/** RFC 7009; where tokens are bound, with a proof, as Keycloak has it. */
export const revocation: EndpointHandler = async (state, request) => {
  const problem = await clientProblem(state, request);
  if (problem) return oauthError('invalid_client', problem, 401);
  const proof = await proofOf(state, request);
  if (proof.refusal) return proof.refusal;
  state.grants.revoke(request.form.get('token') ?? '');
  return { status: 200 };
};

/** RFC 7662. */
export const introspection: EndpointHandler = async (state, request) => {
  const problem = await clientProblem(state, request);
  if (problem) return oauthError('invalid_client', problem, 401);
  const grant = state.grants.accessGrant(request.form.get('token') ?? '');
  if (grant === undefined) return json({ active: false });
  const { sub, scope } = grant;
  const known = { active: true, token_type: 'Bearer', iss: state.issuer, aud: 'api://conformance', sub, scope };
  return json(patched({ ...known, exp: providerTime(state) + 3600 }, state.lie.introspection));
};

async function exchange(state: ProviderState, form: URLSearchParams, thumbprint: string | undefined): Promise<Answer> {
  const grant = state.grants.takeCode(form.get('code') ?? '');
  if (!grant) return oauthError('invalid_grant', 'The authorization code is invalid or has expired.');
  if (form.get('redirect_uri') !== grant.redirectUri) return oauthError('invalid_grant', 'redirect_uri differs');
  if (grant.codeChallenge !== undefined && s256(form.get('code_verifier') ?? '') !== grant.codeChallenge)
    return oauthError('invalid_grant', 'PKCE verification failed.');
  if (grant.dpopThumbprint !== undefined && grant.dpopThumbprint !== thumbprint) return oauthError('invalid_grant', 'another DPoP key');
  const bound = { ...grant, dpopThumbprint: thumbprint };
  const accessToken = state.grants.issueAccessToken(bound, state.setup.accessTokenLength);
  const refreshable = grant.scope.split(' ').includes('offline_access');
  return json(
    patched(
      {
        access_token: accessToken,
        token_type: thumbprint === undefined ? 'Bearer' : 'DPoP',
        expires_in: 3600,
        scope: grant.scope,
        ...(refreshable && { refresh_token: state.grants.issueRefreshToken(bound) }),
        id_token: await idToken(state, bound, { accessToken, nonce: grant.nonce }, state.lie.idToken),
      },
      state.lie.tokenResponse,
    ),
  );
}

async function refresh(state: ProviderState, form: URLSearchParams, thumbprint: string | undefined): Promise<Answer> {
  const old = form.get('refresh_token') ?? '';
  const grant = state.grants.refreshGrant(old);
  if (!grant || grant.dpopThumbprint !== thumbprint) return oauthError('invalid_grant', 'The refresh token is invalid or expired.');
  const accessToken = state.grants.issueAccessToken(grant);
  const rotated = state.setup.rotateRefreshTokens ? { refresh_token: state.grants.issueRefreshToken(grant) } : {};
  if (state.setup.rotateRefreshTokens) state.grants.revoke(old);
  return json(
    patched(
      {
        access_token: accessToken,
        token_type: thumbprint === undefined ? 'Bearer' : 'DPoP',
        expires_in: 3600,
        scope: grant.scope,
        ...rotated,
        id_token: await idToken(state, grant, { accessToken, nonce: undefined }, state.lie.refreshedIdToken),
      },
      state.lie.refreshResponse,
    ),
  );
}

const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
