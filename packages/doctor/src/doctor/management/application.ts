import type { JsonObject } from '@fanlight/oidc';
import { type CheckContext, type CheckResult, managementCheck } from '../check.js';
import { objects, strings, valueAt } from '../provider-json.js';
import { explained } from '../result.js';

/** Reads the application, so that a token that is too old or too weak is told once. */
export const apiCheck = managementCheck({
  id: 'api',
  title: 'API token',
  needs: [],
  run: async (management, { facts: { clientId } }) => {
    const { client_name: name } = await management.client(clientId);
    return { status: 'ok', finding: `It may read the application “${typeof name === 'string' ? name : clientId}”.` };
  },
});

/** What the application is registered for: its type, how it authenticates, and its grant types. */
export const grantsCheck = managementCheck({
  id: 'grants',
  title: 'Application settings',
  run: async (management, context) => {
    const { clientId } = context.facts;
    const client = await management.client(clientId);
    return unfit(client, context) ?? refreshing(client, await management.application(clientId), context);
  },
});

function unfit(client: JsonObject, { facts, settings }: CheckContext): CheckResult | undefined {
  const { application_type: type, token_endpoint_auth_method: method } = client;
  if (type === 'service') return explained({ where: 'authorize', error: 'invalid_client_application_type' }, facts);
  const grants = strings(client['grant_types']);
  if (!grants.includes('authorization_code')) {
    const details = [`The application is of type ${String(type)} and allows: ${grants.join(', ')}.`];
    return explained({ where: 'authorize', error: 'unsupported_response_type' }, facts, { details });
  }
  const { clientAuth } = settings.provider;
  if (typeof method !== 'string' || method === clientAuth) return undefined;
  const details = [`The application expects ${method}, the settings say OIDC_CLIENT_AUTH=${clientAuth}.`];
  return explained({ where: 'token', error: 'invalid_token_endpoint_auth_method' }, facts, { details });
}

function refreshing(client: JsonObject, application: JsonObject, { settings }: CheckContext): CheckResult {
  const isAllowed = strings(client['grant_types']).includes('refresh_token');
  const isWanted = settings.provider.scopes.includes('offline_access');
  if (isWanted && !isAllowed) {
    return {
      status: 'warning',
      finding: 'offline_access is among OIDC_SCOPES, but the grant type Refresh Token is not ticked: there will be no refresh tokens.',
    };
  }
  const rotation = valueAt(application, 'settings', 'oauthClient', 'refresh_token', 'rotation_type');
  const refresh = isWanted ? ` Refresh tokens ${rotation === 'ROTATE' ? 'are replaced at each use' : 'stay the same'}.` : '';
  return { status: 'ok', finding: `It is a ${String(client['application_type'])} application and may use the code flow.${refresh}` };
}

export const pkceSettingCheck = managementCheck({
  id: 'pkce-setting',
  title: 'PKCE setting',
  run: async (management, { facts, settings }) => {
    const application = await management.application(facts.clientId);
    const isRequired = valueAt(application, 'credentials', 'oauthClient', 'pkce_required') === true;
    if (isRequired && !settings.provider.pkce) return explained({ where: 'authorize', error: 'pkce_missing_challenge' }, facts);
    const ticked = isRequired ? 'is ticked.' : 'is not ticked; sign-in sends it anyway.';
    return { status: 'ok', finding: `“Require PKCE as additional verification” ${ticked}` };
  },
});

export const dpopCheck = managementCheck({
  id: 'dpop',
  title: 'DPoP',
  run: async (management, { facts, settings }) => {
    const isRequired = (await management.client(facts.clientId))['dpop_bound_access_tokens'] === true;
    if (isRequired && !settings.provider.dpop) return explained({ where: 'token', error: 'invalid_dpop_proof_missing_header' }, facts);
    const finding = isRequired ? 'The application requires it, and sign-in sends it.' : 'The application does not require it.';
    return { status: 'ok', finding };
  },
});

/** Whether anybody is assigned; who in particular, only a sign-in shows. */
export const assignmentCheck = managementCheck({
  id: 'assignment',
  title: 'Assignment',
  run: async (management, { facts }) => {
    const path = `/api/v1/apps/${encodeURIComponent(facts.clientId)}`;
    const groups = objects(await management.get(`${path}/groups`)).length;
    if (groups > 0) return { status: 'ok', finding: `The application is assigned to ${groups === 1 ? 'one group' : `${groups} groups`}.` };
    const users = objects(await management.get(`${path}/users`)).length;
    if (users > 0) return { status: 'ok', finding: 'The application is assigned to people one by one, and to no group.' };
    return explained({ where: 'callback', error: 'user_not_assigned' }, facts, { finding: 'Nobody is assigned to the application.' });
  },
});
