import type { Facts } from '../../diagnosis/diagnosis.js';
import { type JsonObject, strings, valueAt } from '../provider-json.js';

/** Okta evaluates active policies in order and takes the first that names the client. */
export function namesClient(policy: JsonObject, clientId: string): boolean {
  const clients = strings(valueAt(policy, 'conditions', 'clients', 'include'));
  return policy['status'] === 'ACTIVE' && (clients.includes('ALL_CLIENTS') || clients.includes(clientId));
}

/** Why a rule does not let this application's sign-in through; empty: it does, for the people it names. */
export function hindrances(rule: JsonObject, { scopes }: Facts): readonly string[] {
  const name = `Rule “${String(rule['name'])}”`;
  const allowed = strings(valueAt(rule, 'conditions', 'scopes', 'include'));
  const denied = allowed.includes('*') ? [] : scopes.filter((scope) => !allowed.includes(scope));
  return [
    rule['status'] === 'ACTIVE' ? '' : `${name} is not active.`,
    strings(valueAt(rule, 'conditions', 'grantTypes', 'include')).includes('authorization_code')
      ? ''
      : `${name} does not list the grant type Authorization Code.`,
    denied.length === 0 ? '' : `${name} does not list ${denied.join(', ')}.`,
  ].filter((hindrance) => hindrance !== '');
}

export function isForEveryone(rule: JsonObject): boolean {
  return strings(valueAt(rule, 'conditions', 'people', 'groups', 'include')).includes('EVERYONE');
}
