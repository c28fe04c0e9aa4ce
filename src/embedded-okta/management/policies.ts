import { ApiError } from '../errors/api-errors.js';
import type { AccessPolicy, AccessRule } from '../organisation/access-policies.js';
import type { Organisation } from '../organisation/organisation.js';
import { customServerOf } from './authorization-servers.js';
import { stringsAt, type Call } from './call.js';

const POLICIES = '/api/v1/authorizationServers/([^/]+)/policies';

/** Access policies and rules; making both on `default` is what a new organisation lacks. */
export const POLICY_CALLS: readonly Call[] = [
  {
    method: 'GET',
    path: new RegExp(`^${POLICIES}$`),
    answer: ({ organisation, ids }) => organisation.policies.of(customServerOf(organisation, ids[0]).id).map(describePolicy),
  },
  {
    method: 'POST',
    path: new RegExp(`^${POLICIES}$`),
    status: 201,
    answer: ({ organisation, ids, body }) => {
      const { id } = customServerOf(organisation, ids[0]);
      const clients = stringsAt(body, 'conditions', 'clients', 'include');
      return describePolicy(organisation.policies.addPolicy(id, { name: requiredName(body), clients }));
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${POLICIES}/([^/]+)/rules$`),
    answer: ({ organisation, ids }) => policyOf(organisation, ids).rules.map(describeRule),
  },
  {
    method: 'POST',
    path: new RegExp(`^${POLICIES}/([^/]+)/rules$`),
    status: 201,
    answer: ({ organisation, ids, body }) => {
      const rule = {
        name: requiredName(body),
        grantTypes: stringsAt(body, 'conditions', 'grantTypes', 'include'),
        scopes: stringsAt(body, 'conditions', 'scopes', 'include'),
        groups: stringsAt(body, 'conditions', 'people', 'groups', 'include'),
      };
      return describeRule(organisation.policies.addRule(policyOf(organisation, ids), rule));
    },
  },
];

function policyOf(organisation: Organisation, [serverId, policyId = '']: readonly string[]): AccessPolicy {
  const policy = organisation.policies.of(customServerOf(organisation, serverId).id).find(({ id }) => id === policyId);
  if (!policy) throw new ApiError('E0000007', `Resource not found: ${policyId} (Policy)`);
  return policy;
}

function requiredName({ name }: Readonly<Record<string, unknown>>): string {
  if (typeof name !== 'string' || name === '') throw new ApiError('E0000001', 'name');
  return name;
}

function describePolicy({ id, name, clients }: AccessPolicy): object {
  return {
    type: 'OAUTH_AUTHORIZATION_POLICY',
    id,
    status: 'ACTIVE',
    name,
    description: name,
    priority: 1,
    system: false,
    conditions: { clients: { include: clients } },
  };
}

function describeRule({ id, name, grantTypes, scopes, groups }: AccessRule): object {
  return {
    type: 'RESOURCE_ACCESS',
    id,
    status: 'ACTIVE',
    name,
    priority: 1,
    system: false,
    conditions: {
      people: { users: { include: [], exclude: [] }, groups: { include: groups, exclude: [] } },
      grantTypes: { include: grantTypes },
      scopes: { include: scopes },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 } },
  };
}
