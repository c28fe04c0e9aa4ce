import { ApiError } from '../errors/api-errors.js';
import { grantTypes, logoutUris, signInUris, type Application } from '../organisation/application.js';
import type { Organisation } from '../organisation/organisation.js';
import { stringsAt, type Call } from './call.js';

const CLIENT = /^\/oauth2\/v1\/clients\/([^/]+)$/;

/** The application seen through the Dynamic Client Registration API. */
export const CLIENT_CALLS: readonly Call[] = [
  {
    method: 'GET',
    path: CLIENT,
    answer: ({ organisation, ids }) => {
      clientOf(organisation, ids[0]);
      return describe(organisation);
    },
  },
  {
    method: 'PUT',
    path: CLIENT,
    answer: ({ organisation, ids, body }) => {
      const application = clientOf(organisation, ids[0]);
      application.redirectUris = addresses(body, 'redirect_uris');
      application.postLogoutRedirectUris = addresses(body, 'post_logout_redirect_uris');
      Object.assign(organisation.switches, { redirectUriRegistered: true, logoutUriRegistered: true });
      return describe(organisation);
    },
  },
];

function clientOf(organisation: Organisation, clientId = ''): Application {
  const application = organisation.applicationOf(clientId);
  if (!application) throw new ApiError('E0000007', `Resource not found: ${clientId} (PublicClientApp)`);
  return application;
}

function addresses(body: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const list = stringsAt(body, name);
  if (list.some((address) => !URL.canParse(address))) throw new ApiError('E0000001', name);
  return list;
}

function describe({ application, switches }: Organisation): object {
  return {
    client_id: application.clientId,
    client_id_issued_at: 1_767_225_600,
    client_name: application.label,
    client_uri: null,
    logo_uri: null,
    redirect_uris: signInUris(application, switches),
    post_logout_redirect_uris: logoutUris(application, switches),
    response_types: switches.codeFlow ? ['code'] : ['id_token', 'token'],
    grant_types: switches.codeFlow ? grantTypes(switches) : ['implicit'],
    token_endpoint_auth_method: 'client_secret_basic',
    application_type: switches.codeFlow ? 'web' : 'browser',
    dpop_bound_access_tokens: switches.requireDpop,
  };
}
