import { decodeJwt } from 'jose';
import { stoppedLogin } from '../attacks/stopped-login.js';
import { describePlan } from '../describe-plan.js';
import { outcomeOf, refuses, signsIn } from '../outcome.js';
import type { JwtLie } from '../provider/lie.js';
import { startScenario } from '../scenario.js';
import { fapi2 } from './fapi2-client.js';

const prefix = 'fapi2-security-profile-final-client-test';
const jarm = (lie?: JwtLie) => fapi2({ env: { OIDC_RESPONSE_MODE: 'jwt' }, ...(lie && { lie: { jarm: lie } }) });

/** What the plan adds to the Security Profile: signed authorization responses (JARM, section 2.4). */
describePlan('fapi2-message-signing-final-client-test-plan', {
  [`${prefix}-happy-path`]: signsIn(jarm()),
  [`${prefix}-ensure-jarm-without-iss-fails`]: refuses('response_invalid', jarm({ claims: { iss: undefined } })),
  [`${prefix}-ensure-jarm-with-invalid-iss-fails`]: refuses('response_invalid', jarm({ claims: { iss: 'https://other.test' } })),
  [`${prefix}-ensure-jarm-without-aud-fails`]: refuses('response_invalid', jarm({ claims: { aud: undefined } })),
  [`${prefix}-ensure-jarm-with-invalid-aud-fails`]: refuses('response_invalid', jarm({ claims: { aud: 'another-client' } })),
  [`${prefix}-ensure-jarm-without-exp-fails`]: refuses('response_invalid', jarm({ claims: { exp: undefined } })),
  [`${prefix}-ensure-jarm-with-expired-exp-fails`]: refuses(
    'id_token_clock',
    jarm({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } }),
  ),
  [`${prefix}-ensure-jarm-with-invalid-sig-fails`]: refuses('response_invalid', jarm({ signature: 'tampered' })),
  [`${prefix}-ensure-jarm-signature-is-not-none`]: refuses('response_invalid', jarm({ alg: 'none' })),
  // Ours: what the suite does not ask for.
  'a signed answer by form_post': signsIn(fapi2({ env: { OIDC_RESPONSE_MODE: 'form_post.jwt' } })),
  'a plain answer where a signed one was asked for': {
    expected: 'refuses: response_invalid',
    drive: async () => {
      const scenario = await startScenario(jarm());
      const callback = new URL(await stoppedLogin(scenario));
      const { code, state, iss } = decodeJwt<{ code: string; state: string }>(callback.searchParams.get('response') ?? '');
      callback.search = new URLSearchParams({ code, state, iss: iss ?? '' }).toString();
      return outcomeOf(scenario, await scenario.browser.get(callback.href));
    },
  },
});
