import { OidcError } from '../../oidc/errors.js';
import type { Check, CheckResult } from '../check.js';
import type { Examination } from '../examination.js';
import { failure } from '../failure.js';

/** Reads the discovery document as sign-in does; where it fails at Okta, looks whether another server of the organisation answers. */
export const discoveryCheck: Check = {
  id: 'discovery',
  title: 'Discovery document',
  run: async (examination) => {
    try {
      const { metadata } = await examination.provider.context();
      const { issuer } = metadata.issuer;
      const slash = issuer === `${examination.facts.issuer}/` || `${issuer}/` === examination.facts.issuer;
      if (slash) return { status: 'warning', finding: `The provider writes its issuer ${issuer}: write it so in the settings, too.` };
      const pushes = metadata.endpoints.pushedAuthorization === undefined ? '' : ' It takes pushed requests (PAR).';
      return { status: 'ok', finding: `The provider calls itself ${issuer}, as it should.${pushes}` };
    } catch (error) {
      return withAlternative(failure(error, examination.facts), error, examination);
    }
  },
};

async function withAlternative(result: CheckResult, error: unknown, { settings, facts, ask }: Examination): Promise<CheckResult> {
  const details = [...(result.details ?? [])];
  if (settings.embeddedProvider !== undefined)
    details.push('It is the embedded provider: start it with `npm start` or `npm run okta`, or name yours with `npm run setup`.');
  const { orgUrl, authServerId } = facts;
  const answered = error instanceof OidcError && error.answer?.status !== undefined && error.answer.status < 500;
  if (orgUrl === undefined || !answered) return { ...result, details };

  for (const [server, issuer] of [['org', orgUrl] as const, ['default', `${orgUrl}/oauth2/default`] as const]) {
    if (server === authServerId) continue;
    const answer = await ask({ url: `${issuer}/.well-known/openid-configuration` }).catch(() => undefined);
    if (answer?.status === 200) details.push(`OKTA_AUTH_SERVER=${server} would work: ${issuer} answers.`);
  }
  return { ...result, details };
}
