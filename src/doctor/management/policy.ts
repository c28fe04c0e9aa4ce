import type { ApiCall } from '../../diagnosis/diagnosis.js';
import type { Check, CheckResult } from '../check.js';
import type { Examination } from '../examination.js';
import { found } from '../failure.js';
import { type JsonObject, objects } from '../provider-json.js';
import { hindrances, isForEveryone, namesClient } from './access-rules.js';
import { managementOf, withManagement } from './api.js';

/** Policies whose rules are read at most: each costs a request. */
const mostPolicies = 5;

/** Whether an access policy of the custom server lets this application's sign-in through. */
export const policyCheck: Check = {
  id: 'policy',
  title: 'Access policy',
  needs: ['api'],
  applies: (examination) => withManagement(examination) && examination.facts.authServerId !== 'org',
  run: async (examination) => {
    const { facts } = examination;
    const path = `/api/v1/authorizationServers/${facts.authServerId}/policies`;
    const policies = objects(await managementOf(examination).get(path)).filter((policy) => namesClient(policy, facts.clientId));
    const details: string[] = [];
    for (const policy of policies.slice(0, mostPolicies)) {
      const rules = objects(await managementOf(examination).get(`${path}/${String(policy['id'])}/rules`));
      const fitting = rules.find((rule) => hindrances(rule, facts).length === 0);
      if (fitting) return allowed(policy, fitting);
      details.push(
        `Policy “${String(policy['name'])}” names this application${rules.length === 0 ? ', but has no rule.' : '.'}`,
        ...rules.flatMap((rule) => hindrances(rule, facts)),
      );
    }
    return refused(policies[0], path, details, examination);
  },
};

function allowed(policy: JsonObject, rule: JsonObject): CheckResult {
  const name = `policy “${String(policy['name'])}”, rule “${String(rule['name'])}”`;
  if (isForEveryone(rule)) return { status: 'ok', finding: `The ${name} lets everyone in who is assigned.` };
  return { status: 'warning', finding: `The ${name} lets only some people or groups in.` };
}

function refused(policy: JsonObject | undefined, path: string, details: readonly string[], { facts }: Examination): CheckResult {
  const result = found({ where: 'callback', error: 'no_matching_policy' }, facts);
  const newPolicy = result.diagnosis?.api;
  const calls =
    policy || !newPolicy ? [newRule(`${path}/${String(policy?.['id'])}/rules`)] : [newPolicy, newRule(`${path}/{previousId}/rules`)];
  return {
    ...result,
    finding:
      details.length === 0
        ? `No access policy of ${facts.authServerId} names this application.`
        : `No rule of the access policies of ${facts.authServerId} fits a sign-in.`,
    providerWords: undefined,
    details,
    fix: { offer: `add ${policy ? 'a rule' : 'an access policy and a rule'} for this application to ${facts.authServerId}`, calls },
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
