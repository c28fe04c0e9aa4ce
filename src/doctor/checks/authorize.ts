import { diagnose } from '../../diagnosis/diagnose.js';
import type { Facts } from '../../diagnosis/diagnosis.js';
import type { Check, CheckResult } from '../check.js';
import { plainText } from '../../oidc/provider/provider-answer.js';
import { found } from '../failure.js';
import { errorOf, type LoginProbe, probeLogin } from '../probe-login.js';
import type { Examination } from '../examination.js';

/** Starts a sign-in that may not ask anything: what is wrong with the request itself shows at once. */
export const authorizeCheck: Check = {
  id: 'authorize',
  title: 'Authorization request',
  needs: ['discovery'],
  run: async (examination) => judge(await probeLogin(await examination.provider.context(), examination.ask), examination),
};

function judge(probe: LoginProbe, { facts }: Examination): CheckResult {
  switch (probe.came) {
    case 'sign-in page':
      return { status: 'ok', finding: 'The provider takes the request and goes on to its own page.' };
    case 'error page':
      return judgePage(probe, facts);
    case 'back': {
      const refusal = errorOf(probe.response);
      if (refusal) return found(refusal, facts);
      return { status: 'ok', finding: `The provider takes the request, and knows the redirect URI ${facts.redirectUri}.` };
    }
  }
}

/** Okta comes back with every error but two: a redirect URI, or a client ID, that it does not know. */
function judgePage({ status, error, lines }: LoginProbe & { came: 'error page' }, facts: Facts): CheckResult {
  if (status === 429 || status >= 500) return found({ where: 'authorize', status, code: 'provider_error' }, facts, 'unknown');
  const symptoms =
    lines.length === 0
      ? [{ where: 'authorize', error } as const]
      : lines.map((description) => ({ where: 'authorize', error, description }) as const);
  const known = symptoms.find((symptom) => diagnose(symptom, facts).known);
  if (known !== undefined) return found(known, facts);
  const probably = found({ where: 'authorize', error: 'invalid_redirect_uri' }, facts);
  const cause = facts.orgUrl === undefined ? 'the redirect URI or the client ID' : 'the redirect URI';
  return {
    ...probably,
    finding: `The provider shows an error page and does not come back: most likely it does not know ${cause}.`,
    providerWords: plainText([error, ...lines.slice(0, 5)].filter(Boolean).join(' · '), 300),
  };
}
