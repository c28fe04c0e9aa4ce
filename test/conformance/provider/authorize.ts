import { randomUUID } from 'node:crypto';
import { html, type Answer } from './answer.js';
import { authorizationResponse } from './authorization-response.js';
import { requested } from './request-object.js';
import { providerTime, type EndpointHandler, type ProviderState } from './provider-state.js';

/** OpenID Connect Core 1.0, section 3.1.2: signs the one person in at once, without a page. */
export const authorize: EndpointHandler = async (state, request) => {
  const asked = request.method === 'POST' ? request.form : request.query;
  const parameters = await pushedOr(state, asked);
  if (!parameters) return html('<h1>invalid_request_uri</h1>', 400);
  if (parameters.get('client_id') !== state.client.clientId) return html('<h1>invalid_client</h1>', 400);
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!state.client.redirectUris.includes(redirectUri)) return html('<h1>redirect_uri is not registered</h1>', 400);
  const refusal = refusalOf(state, parameters, asked);
  return respond(state, parameters, refusal ? { error: refusal } : { code: issueCode(state, parameters, redirectUri) });
};

async function pushedOr(state: ProviderState, asked: URLSearchParams): Promise<URLSearchParams | undefined> {
  const requestUri = asked.get('request_uri');
  return requestUri === null ? requested(state, asked) : state.grants.takePushed(requestUri);
}

function refusalOf(state: ProviderState, parameters: URLSearchParams, asked: URLSearchParams): string | undefined {
  if (state.setup.par === 'required' && !asked.has('request_uri')) return 'invalid_request';
  if (parameters.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!(parameters.get('scope') ?? '').split(' ').includes('openid')) return 'invalid_scope';
  if (parameters.has('code_challenge') && parameters.get('code_challenge_method') !== 'S256') return 'invalid_request';
  return undefined;
}

function issueCode(state: ProviderState, parameters: URLSearchParams, redirectUri: string): string {
  const sid = randomUUID();
  state.sessions.push(sid);
  return state.grants.issueCode({
    redirectUri,
    codeChallenge: parameters.get('code_challenge') ?? undefined,
    nonce: parameters.get('nonce') ?? undefined,
    scope: parameters.get('scope') ?? '',
    maxAge: parameters.get('max_age') ?? undefined,
    acr: parameters.get('acr_values')?.split(' ')[0],
    dpopThumbprint: parameters.get('dpop_jkt') ?? undefined,
    sid,
    sub: state.person.sub,
    authTime: providerTime(state),
  });
}

function respond(state: ProviderState, parameters: URLSearchParams, result: Record<string, unknown>): Promise<Answer> {
  return authorizationResponse(state, {
    redirectUri: parameters.get('redirect_uri') ?? '',
    mode: parameters.get('response_mode') ?? 'query',
    parameters: { ...result, state: parameters.get('state') ?? undefined },
  });
}
