import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import { meets, requestedAssurance } from './assurance.js';
import { refuseSignOn } from './rules.js';

const { base, Check, Prompt } = interactionPolicy;

/** @returns when the sign-in page is shown, and what is checked after it: oidc-provider's login prompt, step-up, then Okta's rules. */
export function promptPolicy(organisation: Organisation, server: AuthorizationServer): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  policy.get('login')?.checks.add(stepUp(organisation));
  policy.add(acceptedConsent());
  policy.add(signOnRules(organisation, server));
  return policy;
}

function stepUp(organisation: Organisation): interactionPolicy.Check {
  return new Check('step_up', 'more than a password is asked for', 'login_required', ({ oidc }) => {
    const person = organisation.person(oidc.session?.accountId ?? '');
    const unable = person?.refused?.at === 'step-up';
    return person !== undefined && !unable && !meets(oidc.acr, wanted(oidc.params));
  });
}

/** `prompt=consent` is allowed, and nobody is asked: the application is a trusted one. */
function acceptedConsent(): interactionPolicy.Prompt {
  const prompt = new Prompt({ name: 'consent', requestable: true });
  prompt.checks.clear();
  return prompt;
}

function signOnRules(organisation: Organisation, server: AuthorizationServer): interactionPolicy.Prompt {
  const check = new Check('sign_on', 'Okta refuses', ({ oidc }: KoaContextWithOIDC) => {
    const person = organisation.person(oidc.session?.accountId ?? '');
    if (!person || !oidc.client) return Check.NO_NEED_TO_PROMPT;

    const { clientId } = oidc.client;
    const refusal = refuseSignOn({ organisation, server, person, clientId, scopes: oidc.requestParamScopes, acr: wanted(oidc.params) });
    if (refusal) throw refusal;
    // Okta's ID token always has `sid`; oidc-provider gives it where a logout channel or the claims request wants it.
    oidc.claims.id_token = { ...oidc.claims.id_token, sid: null };
    return Check.NO_NEED_TO_PROMPT;
  });
  return new Prompt({ name: 'sign_on' }, check);
}

function wanted(params: Record<string, unknown> | undefined): string | undefined {
  const values = params?.['acr_values'];
  return typeof values === 'string' ? requestedAssurance(values) : undefined;
}
