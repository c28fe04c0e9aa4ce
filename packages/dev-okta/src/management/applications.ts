import { ApiError } from '../errors/api-errors.js';
import { grantTypes, logoutUris, type Organisation, signInUris } from '../organisation/organisation.js';
import { oktaId, type Person } from '../organisation/people.js';
import { notFound, stringsAt, timestamps, type CallInput, type Calls } from './call.js';

const kindOfApplication = 'oidc_client';

/** Id of the group Everyone. */
const everyone = oktaId('00g', 'Everyone');

/** The application, also as the Dynamic Client Registration API shows it, and who is assigned to it. */
export const applicationCalls: Calls = {
  'GET /api/v1/apps': ({ organisation, query }) => {
    const wanted = query.get('q')?.toLowerCase() ?? '';
    const names = [kindOfApplication, organisation.application.label.toLowerCase()];
    return names.some((name) => name.startsWith(wanted)) ? [describeApplication(organisation)] : [];
  },
  'GET /api/v1/apps/*': (input) => describeApplication(withApplication(input)),
  'GET /api/v1/apps/*/users': (input) => assigned(withApplication(input)).map(describeUser),
  'GET /api/v1/apps/*/groups': (input) => (withApplication(input).switches.everyoneAssigned ? [describeGroup()] : []),
  'PUT /api/v1/apps/*/groups/*': (input) => {
    const { switches } = withApplication(input);
    if (input.ids[1] !== everyone) throw notFound(input.ids[1], 'UserGroup');
    switches.everyoneAssigned = true;
    return describeGroup();
  },
  'GET /oauth2/v1/clients/*': (input) => describeClient(withClient(input)),
  'PUT /oauth2/v1/clients/*': (input) => {
    const { application, switches } = withClient(input);
    application.redirectUris = addresses(input.body, 'redirect_uris');
    application.postLogoutRedirectUris = addresses(input.body, 'post_logout_redirect_uris');
    Object.assign(switches, { redirectUriRegistered: true, logoutUriRegistered: true });
    return describeClient(input.organisation);
  },
};

function withApplication({ organisation, ids: [id] }: CallInput): Organisation {
  if (id !== organisation.application.id) throw notFound(id, 'AppInstance');
  return organisation;
}

function withClient({ organisation, ids: [id = ''] }: CallInput): Organisation {
  if (!organisation.applicationOf(id)) throw notFound(id, 'PublicClientApp');
  return organisation;
}

function addresses(body: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const list = stringsAt(body, name);
  if (list.some((address) => !URL.canParse(address))) throw new ApiError('E0000001', name);
  return list;
}

function assigned({ people, switches }: Organisation): readonly Person[] {
  return switches.everyoneAssigned ? people.filter(({ refused }) => refused?.code !== 'user_not_assigned') : [];
}

function describeApplication(organisation: Organisation): object {
  const { application, switches } = organisation;
  return {
    id: application.id,
    name: kindOfApplication,
    label: application.label,
    status: switches.clientActive ? 'ACTIVE' : 'INACTIVE',
    ...timestamps,
    signOnMode: 'OPENID_CONNECT',
    credentials: {
      oauthClient: {
        client_id: application.clientId,
        token_endpoint_auth_method: 'client_secret_basic',
        pkce_required: switches.requirePkce,
        autoKeyRotation: true,
      },
    },
    settings: {
      oauthClient: {
        ...registration(organisation),
        refresh_token: { rotation_type: switches.rotateRefreshTokens ? 'ROTATE' : 'STATIC', leeway: switches.refreshTokenLeeway },
        issuer_mode: 'ORG_URL',
      },
    },
  };
}

function describeClient(organisation: Organisation): object {
  const { application } = organisation;
  return {
    client_id: application.clientId,
    client_id_issued_at: 1_767_225_600,
    client_name: application.label,
    client_uri: null,
    logo_uri: null,
    token_endpoint_auth_method: 'client_secret_basic',
    ...registration(organisation),
  };
}

/** What both of Okta's APIs say of the application, in the same words. */
function registration({ application, switches }: Organisation): object {
  return {
    application_type: switches.codeFlow ? 'web' : 'browser',
    redirect_uris: signInUris(application, switches),
    post_logout_redirect_uris: logoutUris(application, switches),
    response_types: switches.codeFlow ? ['code'] : ['id_token', 'token'],
    grant_types: switches.codeFlow ? grantTypes(switches) : ['implicit'],
    dpop_bound_access_tokens: switches.requireDpop,
  };
}

function describeUser({ id, username }: Person): object {
  return { id, scope: 'GROUP', status: 'ACTIVE', ...timestamps, credentials: { userName: username } };
}

function describeGroup(): object {
  return { id: everyone, priority: 0, lastUpdated: timestamps.lastUpdated, profile: {} };
}
