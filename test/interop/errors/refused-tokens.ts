import { diagnose } from '../../../packages/doctor/src/diagnosis/diagnose.js';
import { type Symptom, symptomOf } from '../../../packages/doctor/src/diagnosis/diagnosis.js';
import { probeLogin } from '../../../packages/doctor/src/doctor/probe-login.js';
import { createCheckContext } from '../../../packages/doctor/src/doctor/run-checks.js';
import { OidcError } from '../../../packages/oidc/src/errors.js';
import type { Tokens } from '../../../packages/oidc/src/login.js';
import { refreshTokens, revokeToken } from '../../../packages/oidc/src/requests/refresh.js';
import { readUserinfo } from '../../../packages/oidc/src/requests/userinfo.js';
import type { SettingsSource } from '../../../packages/signin/src/config/sources/merge-sources.js';
import type { RecordedError } from './error-record.js';

/** What the provider says of tokens that it never issued, and of a sign-in in which it may not ask anything. */
export async function refusedTokens({ env, files }: SettingsSource): Promise<Omit<RecordedError, 'with'>[]> {
  const { provider, facts, send } = createCheckContext({ env: { ...env, OIDC_USERINFO: 'required' }, files });
  const context = await provider.context();
  const refreshToken = 'made-up';
  const tokens: Tokens = { accessToken: 'made-up', tokenType: 'Bearer', refreshToken, idToken: '', scopes: [], expiresAt: undefined };
  const symptoms: Symptom[] = [];
  const note = (error: unknown): void => {
    if (!(error instanceof OidcError)) throw error;
    symptoms.push(symptomOf(error));
  };
  await refreshTokens(context, tokens, 'somebody', () => undefined).catch(note);
  await readUserinfo(context, tokens, 'somebody').catch(note);
  await revokeToken(context, { refreshToken }).catch(note);
  const probe = await probeLogin(context, send);
  if (probe.outcome === 'back' && probe.response.has('error'))
    symptoms.push({
      where: 'callback',
      error: probe.response.get('error') ?? undefined,
      description: probe.response.get('error_description') ?? undefined,
    });
  return symptoms.map((symptom) => ({ entry: diagnose(symptom, facts).id, ...symptom }));
}
