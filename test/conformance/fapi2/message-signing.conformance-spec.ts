import { decodeJwt } from 'jose';
import { stoppedLogin } from '../attacks/stopped-login.js';
import { describePlan } from '../describe-plan.js';
import { outcomeOf, refuses, signsIn } from '../outcome.js';
import type { JwtLie } from '../provider/lie.js';
import { startScenario, type Scenario } from '../scenario.js';
import { fapi2 } from './fapi2-client.js';

const prefix = 'fapi2-security-profile-final-client-test';
const jarm = (lie?: JwtLie) => fapi2({ env: { OIDC_RESPONSE_MODE: 'jwt' }, ...(lie && { lie: { jarm: lie } }) });

/** What the plan adds to the Security Profile: signed authorization responses (JARM, section 2.4). */
describePlan('fapi2-message-signing-final-client-test-plan', {
  [`${prefix}-happy-path`]: signsIn(jarm()),
  [`${prefix}-ensure-jarm-without-iss-fails`]: refuses('response_claims', jarm({ claims: { iss: undefined } })),
  [`${prefix}-ensure-jarm-with-invalid-iss-fails`]: refuses('response_issuer_mismatch', jarm({ claims: { iss: 'https://other.test' } })),
  [`${prefix}-ensure-jarm-without-aud-fails`]: refuses('response_claims', jarm({ claims: { aud: undefined } })),
  [`${prefix}-ensure-jarm-with-invalid-aud-fails`]: refuses('response_claims', jarm({ claims: { aud: 'another-client' } })),
  [`${prefix}-ensure-jarm-without-exp-fails`]: refuses('response_claims', jarm({ claims: { exp: undefined } })),
  [`${prefix}-ensure-jarm-with-expired-exp-fails`]: refuses(
    'response_clock',
    jarm({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } }),
  ),
  [`${prefix}-ensure-jarm-with-invalid-sig-fails`]: refuses('response_signature', jarm({ signature: 'tampered' })),
  [`${prefix}-ensure-jarm-signature-is-not-none`]: refuses('response_signature', jarm({ alg: 'none' })),
  // The variant of the plan in which requests are signed (section 5.3.1), pushed or not.
  'fapi2-message-signing: signed_non_repudiation, where the provider requires it': signsIn(
    fapi2({ setup: { requestObject: 'required' } }),
    signsRequests,
  ),
  'fapi2-message-signing: signed_non_repudiation, where the settings ask for it': signsIn(
    fapi2({ env: { OIDC_REQUEST_OBJECT: 'on' } }),
    signsRequests,
  ),
  'a signed request that is not pushed': signsIn(fapi2({ setup: { par: 'off', requestObject: 'required' } }), ({ provider }) =>
    provider.requestsTo('authorize')[0]?.query.has('code_challenge') ? 'shows what it signs' : undefined,
  ),
  // Ours: what the suite does not ask for.
  'a signed answer by form_post': signsIn(fapi2({ env: { OIDC_RESPONSE_MODE: 'form_post.jwt' } })),
  'a plain answer where a signed one was asked for': {
    expected: 'refuses: response_signature',
    drive: async () => {
      const scenario = await startScenario(jarm());
      const callback = new URL(await stoppedLogin(scenario));
      const { code, state, iss } = decodeJwt<{ code: string; state: string }>(callback.searchParams.get('response') ?? '');
      callback.search = new URLSearchParams({ code, state, iss: iss ?? '' }).toString();
      return outcomeOf(scenario, await scenario.browser.get(callback.href));
    },
  },
});

/** RFC 9126, section 3: everything is in the JWT, but for what the client authenticates by. */
function signsRequests({ provider }: Scenario): string | undefined {
  const form = provider.requestsTo('par').at(-1)?.form;
  const beside = [...(form?.keys() ?? [])].filter((name) => !/^(client_id|client_assertion(_type)?|request)$/.test(name));
  return form?.has('request') && beside.length === 0 ? undefined : `pushes ${[...(form?.keys() ?? [])].join(', ')}`;
}
