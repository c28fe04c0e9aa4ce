import type { ApiCall, Facts } from '../../diagnosis/diagnosis.js';
import type { JsonObject } from '@fanlight/oidc';
import { type CheckResult, managementCheck } from '../check.js';
import { objects, strings, valueAt } from '../provider-json.js';
import { explained } from '../result.js';

/** Policies whose rules are read: each costs a request. */
const maxPolicies = 5;

/** Whether an access policy of the custom server lets this application's sign-in through. */
export const policyCheck = managementCheck({
  id: 'policy',
  title: 'Access policy',
  applies: ({ facts }) => facts.authServerId !== 'org',
  run: async (management, { facts }) => {
    const path = `/api/v1/authorizationServers/${facts.authServerId}/policies`;
    const policies = objects(await management.get(path)).filter((policy) => namesClient(policy, facts.clientId));
    const details: string[] = [];
    for (const policy of policies.slice(0, maxPolicies)) {
      const rules = objects(await management.get(`${path}/${String(policy['id'])}/rules`));
      const fitting = rules.find((rule) => mismatches(rule, facts).length === 0);
      if (fitting) return allowed(policy, fitting);
      const end = rules.length === 0 ? ', but has no rule.' : '.';
      details.push(`Policy “${String(policy['name'])}” names this application${end}`, ...rules.flatMap((rule) => mismatches(rule, facts)));
    }
    return refused(policies[0], path, details, facts);
  },
});

/** Okta evaluates active policies in order and takes the first that names the client. */
export function namesClient(policy: JsonObject, clientId: string): boolean {
  const clients = strings(valueAt(policy, 'conditions', 'clients', 'include'));
  return policy['status'] === 'ACTIVE' && (clients.includes('ALL_CLIENTS') || clients.includes(clientId));
}

/** Why a rule does not let this application's sign-in through; empty: it does, for the people it names. */
export function mismatches(rule: JsonObject, { scopes }: Pick<Facts, 'scopes'>): readonly string[] {
  const name = `Rule “${String(rule['name'])}”`;
  const allowedScopes = strings(valueAt(rule, 'conditions', 'scopes', 'include'));
  const denied = allowedScopes.includes('*') ? [] : scopes.filter((scope) => !allowedScopes.includes(scope));
  return [
    rule['status'] === 'ACTIVE' ? '' : `${name} is not active.`,
    strings(valueAt(rule, 'conditions', 'grantTypes', 'include')).includes('authorization_code')
      ? ''
      : `${name} does not list the grant type Authorization Code.`,
    denied.length === 0 ? '' : `${name} does not list ${denied.join(', ')}.`,
  ].filter((mismatch) => mismatch !== '');
}

export function isForEveryone(rule: JsonObject): boolean {
  return strings(valueAt(rule, 'conditions', 'people', 'groups', 'include')).includes('EVERYONE');
}

function allowed(policy: JsonObject, rule: JsonObject): CheckResult {
  const name = `policy “${String(policy['name'])}”, rule “${String(rule['name'])}”`;
  if (isForEveryone(rule)) return { status: 'ok', finding: `The ${name} lets everyone in who is assigned.` };
  return { status: 'warning', finding: `The ${name} lets only some people or groups in.` };
}

function refused(policy: JsonObject | undefined, path: string, details: readonly string[], facts: Facts): CheckResult {
  const result = explained({ where: 'callback', error: 'no_matching_policy' }, facts);
  const newPolicy = result.diagnosis?.api;
  const server = facts.authServerId;
  return {
    ...result,
    finding:
      details.length === 0
        ? `No access policy of ${server} names this application.`
        : `No rule of the access policies of ${server} fits a sign-in.`,
    details,
    fix: {
      offer: `add ${policy ? 'a rule' : 'an access policy and a rule'} for this application to ${server}`,
      calls:
        policy || !newPolicy ? [newRule(`${path}/${String(policy?.['id'])}/rules`)] : [newPolicy, newRule(`${path}/{previousId}/rules`)],
    },
  };
}

function newRule(path: string): ApiCall {
  const body = {
    type: 'RESOURCE_ACCESS',
    name: 'Sign-in by code',
    priority: 1,
    conditions: {
      people: { groups: { include: ['EVERYONE'] } },
      grantTypes: { include: ['authorization_code'] },
      scopes: { include: ['*'] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 } },
  };
  return { method: 'POST', path, body };
}

/** The claims of a custom server. The org server's filter stands in the application, where the API does not show it. */
export const groupsCheck = managementCheck({
  id: 'groups',
  title: 'Groups claim',
  run: async (management, { facts }) => {
    const { authServerId, groupsClaim, scopes } = facts;
    if (authServerId === 'org') {
      const hint = scopes.includes('groups')
        ? ''
        : ' The org server sends groups only for the scope groups, which is not among OIDC_SCOPES.';
      return { status: 'unknown', finding: `The filter stands in the application under Sign On, which the API does not show.${hint}` };
    }
    const claims = objects(await management.get(`/api/v1/authorizationServers/${authServerId}/claims`));
    const claim = claims.find(({ name, status }) => name === groupsClaim && status === 'ACTIVE');
    if (claim?.['claimType'] === 'IDENTITY') return { status: 'ok', finding: `ID tokens carry the claim ${groupsClaim}.` };
    const finding = claim
      ? `The claim ${groupsClaim} is in access tokens only.`
      : `The server has no claim ${groupsClaim}: pages that ask for a group refuse everybody.`;
    return explained({ where: 'id_token', code: 'groups_missing' }, facts, { status: 'warning', finding });
  },
});
