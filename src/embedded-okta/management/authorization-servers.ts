import { ApiError } from '../errors/api-errors.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import { oktaId } from '../organisation/person.js';
import { CREATED, type Call } from './call.js';

const SERVER = '/api/v1/authorizationServers/([^/]+)';

/** Custom servers only: the org server has no entry in Okta's API. */
export const AUTHORIZATION_SERVER_CALLS: readonly Call[] = [
  {
    method: 'GET',
    path: /^\/api\/v1\/authorizationServers$/,
    answer: ({ organisation }) => {
      requireLicence(organisation);
      return organisation.servers.filter(({ kind }) => kind === 'custom').map((server) => describe(server));
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${SERVER}$`),
    answer: ({ organisation, ids }) => describe(customServerOf(organisation, ids[0])),
  },
  {
    method: 'GET',
    path: new RegExp(`^${SERVER}/scopes$`),
    answer: ({ organisation, ids }) => organisation.scopes(customServerOf(organisation, ids[0])).map((name) => describeScope(name)),
  },
  {
    method: 'GET',
    path: new RegExp(`^${SERVER}/claims$`),
    answer: ({ organisation, ids }) => {
      const server = customServerOf(organisation, ids[0]);
      return organisation.switches.groupsClaim ? [groupsClaim(server)] : [];
    },
  },
];

/** @throws ApiError E0000015 without API Access Management, E0000007 when there is no such custom server */
export function customServerOf(organisation: Organisation, id = ''): AuthorizationServer {
  requireLicence(organisation);
  const server = organisation.server(id);
  if (server?.kind !== 'custom') throw new ApiError('E0000007', `Resource not found: ${id} (AuthorizationServer)`);
  return server;
}

function requireLicence({ switches }: Organisation): void {
  if (!switches.apiAccessManagement) throw new ApiError('E0000015');
}

function describe({ id, name, issuer, audience }: AuthorizationServer): object {
  return {
    id,
    name,
    description: `Authorization server ${name}`,
    audiences: [audience],
    issuer,
    issuerMode: 'ORG_URL',
    status: 'ACTIVE',
    created: CREATED,
    lastUpdated: CREATED,
    default: id === 'default',
  };
}

function describeScope(name: string): object {
  return {
    id: oktaId('scp', name),
    name,
    system: !name.includes(':'),
    default: false,
    consent: 'IMPLICIT',
    metadataPublish: 'ALL_CLIENTS',
  };
}

function groupsClaim({ id }: AuthorizationServer): object {
  return {
    id: oktaId('ocl', `${id}:groups`),
    name: 'groups',
    status: 'ACTIVE',
    claimType: 'IDENTITY',
    valueType: 'GROUPS',
    group_filter_type: 'REGEX',
    value: '.*',
    alwaysIncludeInToken: true,
    conditions: { scopes: [] },
    system: false,
  };
}
