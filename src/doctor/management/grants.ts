import type { Check, CheckResult } from '../check.js';
import { found } from '../failure.js';
import { type JsonObject, strings, valueAt } from '../provider-json.js';
import type { Examination } from '../examination.js';
import { managementOf, withManagement } from './api.js';

/** What the application is registered for: its type, how it authenticates, and its grant types. */
export const grantsCheck: Check = {
  id: 'grants',
  title: 'Application settings',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { clientId } = examination.facts;
    const client = await managementOf(examination).client(clientId);
    return unfit(client, examination) ?? remarks(client, await managementOf(examination).application(clientId), examination);
  },
};

function unfit(client: JsonObject, { facts, settings }: Examination): CheckResult | undefined {
  const type = client['application_type'];
  if (type === 'service') return found({ where: 'authorize', error: 'invalid_client_application_type' }, facts);
  if (!strings(client['grant_types']).includes('authorization_code')) {
    const result = found({ where: 'authorize', error: 'unsupported_response_type' }, facts);
    return {
      ...result,
      providerWords: undefined,
      details: [`The application is of type ${String(type)} and allows: ${strings(client['grant_types']).join(', ')}.`],
    };
  }
  const method = client['token_endpoint_auth_method'];
  if (typeof method !== 'string' || method === settings.provider.clientAuth) return undefined;
  const result = found({ where: 'token', error: 'invalid_token_endpoint_auth_method' }, facts);
  return {
    ...result,
    providerWords: undefined,
    details: [`The application expects ${method}, the settings say OIDC_CLIENT_AUTH=${settings.provider.clientAuth}.`],
  };
}

function remarks(client: JsonObject, application: JsonObject, { settings }: Examination): CheckResult {
  const refreshable = strings(client['grant_types']).includes('refresh_token');
  const wanted = settings.provider.scopes.includes('offline_access');
  if (wanted && !refreshable) {
    return {
      status: 'warning',
      finding: 'offline_access is among OIDC_SCOPES, but the grant type Refresh Token is not ticked: there will be no refresh tokens.',
    };
  }
  const rotation = valueAt(application, 'settings', 'oauthClient', 'refresh_token', 'rotation_type');
  const refresh = refreshable && wanted ? ` Refresh tokens ${rotation === 'ROTATE' ? 'are replaced at each use' : 'stay the same'}.` : '';
  return { status: 'ok', finding: `It is a ${String(client['application_type'])} application and may use the code flow.${refresh}` };
}
