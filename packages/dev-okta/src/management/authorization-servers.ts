import { ApiError } from '../errors/api-errors.js';
import type { AccessPolicy, AccessRule } from '../organisation/access-policies.js';
import type { AuthorizationServer } from '../organisation/organisation.js';
import { oktaId } from '../organisation/people.js';
import { notFound, stringsAt, timestamps, type CallInput, type Calls } from './call.js';

const server = '/api/v1/authorizationServers/*';

/** Custom servers only, as the org server has no entry in Okta's API; a policy and a rule on `default` are what a new organisation lacks. */
export const authorizationServerCalls: Calls = {
  'GET /api/v1/authorizationServers': (input) => {
    requireLicence(input);
    return input.organisation.servers.filter(({ kind }) => kind === 'custom').map(describeServer);
  },
  [`GET ${server}`]: (input) => describeServer(customServer(input)),
  [`GET ${server}/claims`]: (input) => {
    const found = customServer(input);
    return input.organisation.switches.groupsClaim ? [groupsClaim(found)] : [];
  },
  [`GET ${server}/policies`]: (input) => policies(input).map(describePolicy),
  [`POST ${server}/policies`]: (input) => {
    const { organisation, body } = input;
    const clients = stringsAt(body, 'conditions', 'clients', 'include');
    return describePolicy(organisation.policies.addPolicy(customServer(input).id, { name: requiredName(body), clients }));
  },
  [`GET ${server}/policies/*/rules`]: (input) => policy(input).rules.map(describeRule),
  [`POST ${server}/policies/*/rules`]: (input) => {
    const included = (...path: string[]) => stringsAt(input.body, 'conditions', ...path, 'include');
    const lists = { grantTypes: included('grantTypes'), scopes: included('scopes'), groups: included('people', 'groups') };
    return describeRule(input.organisation.policies.addRule(policy(input), { name: requiredName(input.body), ...lists }));
  },
};

/** @throws ApiError E0000015 without API Access Management, E0000007 when there is no such custom server */
function customServer(input: CallInput): AuthorizationServer {
  requireLicence(input);
  const [id = ''] = input.ids;
  const found = input.organisation.server(id);
  if (found?.kind !== 'custom') throw notFound(id, 'AuthorizationServer');
  return found;
}

function requireLicence({ organisation: { switches } }: CallInput): void {
  if (!switches.apiAccessManagement) throw new ApiError('E0000015');
}

function policies(input: CallInput): readonly AccessPolicy[] {
  return input.organisation.policies.of(customServer(input).id);
}

function policy(input: CallInput): AccessPolicy {
  const found = policies(input).find(({ id }) => id === input.ids[1]);
  if (!found) throw notFound(input.ids[1], 'Policy');
  return found;
}

function requiredName({ name }: Readonly<Record<string, unknown>>): string {
  if (typeof name !== 'string' || name === '') throw new ApiError('E0000001', 'name');
  return name;
}

function describeServer({ id, name, issuer, audience }: AuthorizationServer): object {
  return {
    id,
    name,
    description: `Authorization server ${name}`,
    audiences: [audience],
    issuer,
    issuerMode: 'ORG_URL',
    status: 'ACTIVE',
    ...timestamps,
    default: id === 'default',
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

/** What policies and rules have in common. */
const inForce = { status: 'ACTIVE', priority: 1, system: false };

function describePolicy({ id, name, clients }: AccessPolicy): object {
  return { ...inForce, type: 'OAUTH_AUTHORIZATION_POLICY', id, name, description: name, conditions: { clients: { include: clients } } };
}

function describeRule({ id, name, grantTypes, scopes, groups }: AccessRule): object {
  return {
    ...inForce,
    type: 'RESOURCE_ACCESS',
    id,
    name,
    conditions: {
      people: { users: { include: [], exclude: [] }, groups: { include: groups, exclude: [] } },
      grantTypes: { include: grantTypes },
      scopes: { include: scopes },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 } },
  };
}
