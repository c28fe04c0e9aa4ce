import { randomUUID } from 'node:crypto';
import { oktaId } from './people.js';

/** An access policy of a custom server with its rules; only what the embedded organisation evaluates. */
export interface AccessPolicy {
  readonly id: string;
  readonly name: string;
  /** Client ids, or `ALL_CLIENTS`. */
  readonly clients: readonly string[];
  readonly rules: AccessRule[];
}

export interface AccessRule {
  readonly id: string;
  readonly name: string;
  readonly grantTypes: readonly string[];
  /** Scopes, or `*`. */
  readonly scopes: readonly string[];
  /** Names of groups, or `EVERYONE`. */
  readonly groups: readonly string[];
}

export interface PolicyQuestion {
  readonly clientId: string;
  readonly grantType: string;
  readonly scopes: ReadonlySet<string>;
  readonly groups: readonly string[];
}

/** The access policies of each custom server. Rules only allow: a request that none matches is refused. */
export class AccessPolicies {
  private readonly policies: Map<string, AccessPolicy[]>;

  /** @param known policies by server id, as `entries` gave them before a restart */
  constructor(known: readonly (readonly [string, AccessPolicy[]])[] = []) {
    this.policies = new Map(known);
  }

  get entries(): readonly (readonly [string, AccessPolicy[]])[] {
    return [...this.policies];
  }

  of(serverId: string): readonly AccessPolicy[] {
    return this.policies.get(serverId) ?? [];
  }

  addPolicy(serverId: string, policy: Pick<AccessPolicy, 'name' | 'clients'>): AccessPolicy {
    const added = { ...policy, id: oktaId('00p', randomUUID()), rules: [] };
    this.policies.set(serverId, [...this.of(serverId), added]);
    return added;
  }

  addRule(policy: AccessPolicy, rule: Omit<AccessRule, 'id'>): AccessRule {
    const added = { ...rule, id: oktaId('0pr', randomUUID()) };
    policy.rules.push(added);
    return added;
  }

  /** The policy and rule that Okta's guides tell people to create. */
  allowEveryone(serverId: string): void {
    this.clear(serverId);
    const policy = this.addPolicy(serverId, { name: 'Everyone', clients: ['ALL_CLIENTS'] });
    this.addRule(policy, { name: 'Any scope', grantTypes: ['authorization_code'], scopes: ['*'], groups: ['EVERYONE'] });
  }

  clear(serverId: string): void {
    this.policies.delete(serverId);
  }

  allows(serverId: string, question: PolicyQuestion): boolean {
    return this.of(serverId)
      .filter((policy) => includes(policy.clients, 'ALL_CLIENTS', question.clientId))
      .some((policy) => policy.rules.some((rule) => matches(rule, question)));
  }
}

function matches(rule: AccessRule, { grantType, scopes, groups }: PolicyQuestion): boolean {
  return (
    rule.grantTypes.includes(grantType) &&
    [...scopes].every((scope) => includes(rule.scopes, '*', scope)) &&
    (rule.groups.includes('EVERYONE') || rule.groups.some((group) => groups.includes(group)))
  );
}

function includes(list: readonly string[], everything: string, value: string): boolean {
  return list.includes(everything) || list.includes(value);
}
