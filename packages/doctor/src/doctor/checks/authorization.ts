import { diagnose } from '../../diagnosis/diagnose.js';
import { type Facts, type Symptom, symptomOf } from '../../diagnosis/diagnosis.js';
import { OidcError, plainText, type ProviderContext } from '@fanlight/oidc';
import type { Check, CheckResult } from '../check.js';
import { errorOf, type LoginProbe, probeLogin } from '../probe-login.js';
import type { Send } from '../request.js';
import { explained, resultFor } from '../result.js';

/** Starts a sign-in that may not ask anything: what is wrong with the request itself shows at once. */
export const authorizeCheck: Check = {
  id: 'authorize',
  title: 'Authorization request',
  run: async ({ provider, send, facts }) => {
    const context = await provider.context();
    const probe = await probeLogin(context, send);
    if (probe.outcome === 'sign-in page') {
      if (await judgesBeforeSignIn(context, send))
        return { status: 'ok', finding: 'The provider takes the request and goes on to its own page.' };
      const finding = `The provider shows its page whatever it is asked: whether it takes the scopes and the redirect URI ${facts.redirectUri} shows at a sign-in.`;
      return { status: 'unknown', finding };
    }
    if (probe.outcome === 'error page') return judgePage(probe, facts);
    const refusal = errorOf(probe.response);
    if (refusal) return resultFor(refusal, facts);
    return { status: 'ok', finding: `The provider takes the request, and knows the redirect URI ${facts.redirectUri}.` };
  },
};

/** Okta comes back with every error but two: a redirect URI, or a client ID, that it does not know. */
function judgePage({ status, error, lines }: LoginProbe & { outcome: 'error page' }, facts: Facts): CheckResult {
  if (status === 429 || status >= 500)
    return explained({ where: 'authorize', status, code: 'provider_error' }, facts, { status: 'unknown' });
  const descriptions = lines.length === 0 ? [undefined] : lines;
  const symptoms = descriptions.map((description) => ({ where: 'authorize', error, description }) as const);
  const known = symptoms.find((symptom) => diagnose(symptom, facts).known);
  if (known !== undefined) return resultFor(known, facts);
  const cause = facts.orgUrl === undefined ? 'the redirect URI or the client ID' : 'the redirect URI';
  return explained({ where: 'authorize', error: 'invalid_redirect_uri' }, facts, {
    finding: `The provider shows an error page and does not come back: most likely it does not know ${cause}.`,
    providerWords: plainText([error, ...lines.slice(0, 5)].filter(Boolean).join(' · '), 300),
  });
}

/** Sends the same request without PKCE: learns whether the provider insists on it. */
export const pkceCheck: Check = {
  id: 'pkce',
  title: 'PKCE',
  run: async ({ settings, facts, provider, send }) => {
    const context = await provider.context();
    const refusal = await refusalWithoutPkce(context, send);
    const isSent = settings.provider.pkce;
    if (refusal === undefined) {
      if (!(await judgesBeforeSignIn(context, send)))
        return { status: 'unknown', finding: 'Whether the provider insists on it shows at a sign-in.' };
      if (isSent) return { status: 'ok', finding: 'Sign-in sends it; the provider does not insist.' };
      return { status: 'warning', finding: 'OIDC_PKCE=off, and the provider does not insist on it.' };
    }
    if (diagnose(refusal, facts).id !== 'pkce-required')
      return { status: 'unknown', finding: 'The provider refuses the request without PKCE, too, for another reason.' };
    return isSent ? { status: 'ok', finding: 'The provider insists on it, and sign-in sends it.' } : resultFor(refusal, facts);
  },
};

async function refusalWithoutPkce(context: ProviderContext, send: Send): Promise<Symptom | undefined> {
  try {
    const probe = await probeLogin(context, send, { pkce: false });
    if (probe.outcome === 'back') return errorOf(probe.response);
    return probe.outcome === 'error page' ? { where: 'authorize', status: probe.status } : undefined;
  } catch (error) {
    // Of a pushed request; some say no more than the status (Glewlwyd).
    if (error instanceof OidcError && error.step === 'par' && error.response !== undefined) return symptomOf(error);
    throw error;
  }
}

/** Whether the provider looks at a request before somebody signs in: one for a redirect URI of nobody's must not get to its page. */
async function judgesBeforeSignIn(context: ProviderContext, send: Send): Promise<boolean> {
  try {
    return (await probeLogin(context, send, { redirectUri: 'https://doctor.invalid/callback' })).outcome !== 'sign-in page';
  } catch (error) {
    if (error instanceof OidcError && error.step === 'par') return true;
    throw error;
  }
}
