import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import { orderedRefusal } from '../organisation/refusals.js';
import type { Person } from '../organisation/person.js';
import { needsSecondStep } from './assurance.js';

export interface SignOn {
  readonly organisation: Organisation;
  readonly server: AuthorizationServer;
  readonly person: Person;
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  /** What the request asks for through `acr_values`. */
  readonly acr: string | undefined;
}

/** What Okta checks once it knows who signs in. Each rule returns the refusal, or undefined to let the person pass. */
type SignOnRule = (signOn: SignOn) => OktaOAuthError | undefined;

const RULES: readonly SignOnRule[] = [
  assignment,
  accessPolicy,
  personalRefusal,
  ({ organisation }) => orderedRefusal('sign-in', organisation.switches.refusal),
];

/** @returns the first refusal, in Okta's words; undefined: the person may have a code. */
export function refuseSignOn(signOn: SignOn): OktaOAuthError | undefined {
  for (const rule of RULES) {
    const refusal = rule(signOn);
    if (refusal) return refusal;
  }
  return undefined;
}

function assignment({ organisation }: SignOn): OktaOAuthError | undefined {
  return organisation.switches.everyoneAssigned ? undefined : new OktaOAuthError('user_not_assigned');
}

function accessPolicy({ organisation, server, clientId, scopes, person }: SignOn): OktaOAuthError | undefined {
  if (server.kind === 'org') return undefined;
  const question = { clientId, scopes, groups: person.groups, grantType: 'authorization_code' };
  return organisation.policies.allows(server.id, question) ? undefined : new OktaOAuthError('no_matching_policy');
}

function personalRefusal({ person: { refused }, server, acr }: SignOn): OktaOAuthError | undefined {
  const here =
    refused?.at === 'sign-in' ||
    (refused?.at === 'custom-server' && server.kind === 'custom') ||
    (refused?.at === 'step-up' && needsSecondStep(acr));
  return refused && here ? new OktaOAuthError(refused.code) : undefined;
}
