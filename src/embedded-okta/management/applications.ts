import { ApiError } from '../errors/api-errors.js';
import { grantTypes, logoutUris, signInUris, type Application } from '../organisation/application.js';
import type { Organisation } from '../organisation/organisation.js';
import { oktaId, type Person } from '../organisation/person.js';
import { CREATED, type Call } from './call.js';

const APPS = '/api/v1/apps';
const NAME = 'oidc_client';

export const APPLICATION_CALLS: readonly Call[] = [
  {
    method: 'GET',
    path: new RegExp(`^${APPS}$`),
    answer: ({ organisation, query }) => {
      const wanted = query.get('q')?.toLowerCase() ?? '';
      const names = [NAME, organisation.application.label.toLowerCase()];
      return names.some((name) => name.startsWith(wanted)) ? [describe(organisation)] : [];
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${APPS}/([^/]+)$`),
    answer: ({ organisation, ids }) => {
      applicationOf(organisation, ids[0]);
      return describe(organisation);
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${APPS}/([^/]+)/users$`),
    answer: ({ organisation, ids }) => {
      applicationOf(organisation, ids[0]);
      return assigned(organisation).map(describeUser);
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${APPS}/([^/]+)/groups$`),
    answer: ({ organisation, ids }) => {
      applicationOf(organisation, ids[0]);
      return organisation.switches.everyoneAssigned ? [describeGroup()] : [];
    },
  },
  {
    method: 'PUT',
    path: new RegExp(`^${APPS}/([^/]+)/groups/([^/]+)$`),
    answer: ({ organisation, ids }) => {
      applicationOf(organisation, ids[0]);
      if (ids[1] !== EVERYONE) throw new ApiError('E0000007', `Resource not found: ${ids[1]} (UserGroup)`);
      organisation.switches.everyoneAssigned = true;
      return describeGroup();
    },
  },
];

/** Id of the group Everyone. */
export const EVERYONE = oktaId('00g', 'Everyone');

function applicationOf({ application }: Organisation, id = ''): Application {
  if (id !== application.id) throw new ApiError('E0000007', `Resource not found: ${id} (AppInstance)`);
  return application;
}

function assigned({ people, switches }: Organisation): readonly Person[] {
  return switches.everyoneAssigned ? people.filter(({ refused }) => refused?.code !== 'user_not_assigned') : [];
}

function describe({ application, switches }: Organisation): object {
  return {
    id: application.id,
    name: NAME,
    label: application.label,
    status: switches.clientActive ? 'ACTIVE' : 'INACTIVE',
    created: CREATED,
    lastUpdated: CREATED,
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
        application_type: switches.codeFlow ? 'web' : 'browser',
        redirect_uris: signInUris(application, switches),
        post_logout_redirect_uris: logoutUris(application, switches),
        response_types: switches.codeFlow ? ['code'] : ['id_token', 'token'],
        grant_types: switches.codeFlow ? grantTypes(switches) : ['implicit'],
        dpop_bound_access_tokens: switches.requireDpop,
        refresh_token: { rotation_type: switches.rotateRefreshTokens ? 'ROTATE' : 'STATIC', leeway: switches.refreshTokenLeeway },
        issuer_mode: 'ORG_URL',
      },
    },
  };
}

function describeUser({ id, username }: Person): object {
  return { id, scope: 'GROUP', status: 'ACTIVE', created: CREATED, lastUpdated: CREATED, credentials: { userName: username } };
}

function describeGroup(): object {
  return { id: EVERYONE, priority: 0, lastUpdated: CREATED, profile: {} };
}
