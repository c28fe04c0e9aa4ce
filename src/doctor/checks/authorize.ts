import { diagnose } from '../../diagnosis/diagnose.js';
import type { Check, CheckResult } from '../check.js';
import { plainText } from '../../oidc/provider-answer.js';
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
function judgePage({ status, lines }: LoginProbe & { came: 'error page' }, facts: Examination['facts']): CheckResult {
  if (status === 429 || status >= 500) return found({ where: 'authorize', status, code: 'provider_error' }, facts, 'unknown');
  const words = lines.find((line) => diagnose({ where: 'authorize', description: line }, facts).known);
  if (words !== undefined) return found({ where: 'authorize', description: words }, facts);
  const probably = found({ where: 'authorize', error: 'invalid_redirect_uri' }, facts);
  return {
    ...probably,
    finding: `The provider shows an error page (HTTP ${status}) and does not come back: most likely it does not know the redirect URI.`,
    providerWords: plainText(lines.slice(0, 5).join(' · '), 300),
  };
}
