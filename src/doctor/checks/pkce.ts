import { diagnose } from '../../diagnosis/diagnose.js';
import { symptomOf } from '../../diagnosis/failed-step.js';
import type { Symptom } from '../../diagnosis/symptom.js';
import { OidcError } from '../../oidc/errors.js';
import type { ProviderContext } from '../../oidc/provider/provider-connection.js';
import type { Ask } from '../ask.js';
import type { Check } from '../check.js';
import { found } from '../failure.js';
import { errorOf, probeLogin } from '../probe-login.js';

/** Sends the same request without PKCE: learns whether the provider insists on it. */
export const pkceCheck: Check = {
  id: 'pkce',
  title: 'PKCE',
  needs: ['discovery'],
  run: async ({ settings, facts, provider, ask }) => {
    const refusal = await refusalWithoutPkce(await provider.context(), ask);
    const sends = settings.provider.pkce;
    if (refusal === undefined) {
      if (sends) return { status: 'ok', finding: 'Sign-in sends it; the provider does not insist.' };
      return { status: 'warning', finding: 'OIDC_PKCE=off, and the provider does not insist on it.' };
    }
    if (diagnose(refusal, facts).id !== 'pkce-required')
      return { status: 'unknown', finding: 'The provider refuses the request without PKCE, too, for another reason.' };
    return sends ? { status: 'ok', finding: 'The provider insists on it, and sign-in sends it.' } : found(refusal, facts);
  },
};

async function refusalWithoutPkce(context: ProviderContext, ask: Ask): Promise<Symptom | undefined> {
  try {
    const probe = await probeLogin({ ...context, options: { ...context.options, pkce: false } }, ask);
    switch (probe.came) {
      case 'back':
        return errorOf(probe.response);
      case 'error page':
        return { where: 'authorize', status: probe.status };
      case 'sign-in page':
        return undefined;
    }
  } catch (error) {
    if (error instanceof OidcError && error.code === 'authorization_refused') return symptomOf(error);
    throw error;
  }
}
