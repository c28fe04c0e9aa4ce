import { idTokenRules, type JsonObject, OidcError } from '@fanlight/oidc';
import type { Check, CheckContext, CheckResult } from '../check.js';
import { strings } from '../provider-json.js';
import { explained, resultForError } from '../result.js';

/** Reads the discovery document as sign-in does; where it fails at Okta, looks whether another server of the organisation answers. */
export const discoveryCheck: Check = {
  id: 'discovery',
  title: 'Discovery document',
  needs: [],
  run: async (context) => {
    try {
      const { metadata } = await context.provider.context();
      const { issuer } = metadata.issuer;
      if (issuer === `${context.facts.issuer}/` || `${issuer}/` === context.facts.issuer)
        return { status: 'warning', finding: `The provider writes its issuer ${issuer}: write it so in the settings, too.` };
      const pushes = metadata.endpoints.pushedAuthorization === undefined ? '' : ' It takes pushed requests (PAR).';
      return { status: 'ok', finding: `The provider calls itself ${issuer}, as it should.${pushes}` };
    } catch (error) {
      return withAlternative(error, context);
    }
  },
};

async function withAlternative(error: unknown, { settings, facts, send }: CheckContext): Promise<CheckResult> {
  const result = resultForError(error, facts);
  const details = [...(result.details ?? [])];
  if (settings.embeddedProvider !== undefined)
    details.push('It is the embedded provider: start it with `npm start` or `npm run okta`, or name yours with `npm run setup`.');
  const { orgUrl, authServerId } = facts;
  const isAnswered = error instanceof OidcError && error.response?.status !== undefined && error.response.status < 500;
  if (orgUrl === undefined || !isAnswered) return { ...result, details };

  for (const [server, issuer] of [['org', orgUrl] as const, ['default', `${orgUrl}/oauth2/default`] as const]) {
    if (server === authServerId) continue;
    const response = await send({ url: `${issuer}/.well-known/openid-configuration` }).catch(() => undefined);
    if (response?.status === 200) details.push(`OKTA_AUTH_SERVER=${server} would work: ${issuer} answers.`);
  }
  return { ...result, details };
}

/** Seconds that a Date header and a network explain. */
const negligibleSeconds = 5;

/** Compares the clocks by the Date header of what the provider sent so far: a wrong one makes every ID token look forged. */
export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  run: async ({ settings, facts, provider }) => {
    const { clock } = await provider.context();
    const offset = clock.providerOffset();
    if (offset === undefined) return { status: 'unknown', finding: 'The provider does not say what time it is.' };
    if (Math.abs(offset) <= negligibleSeconds) return { status: 'ok', finding: 'The clocks agree.' };
    const difference = `The provider's clock is ${Math.abs(offset)} seconds ${offset > 0 ? 'ahead of' : 'behind'} ours`;
    const { clockTolerance } = settings.provider;
    if (Math.abs(offset) <= clockTolerance)
      return { status: 'warning', finding: `${difference}; OIDC_CLOCK_TOLERANCE=${clockTolerance} still accepts that.` };
    const finding = `${difference}, more than OIDC_CLOCK_TOLERANCE=${clockTolerance} accepts.`;
    return explained({ where: 'id_token', code: 'id_token_clock' }, facts, { finding });
  },
};

/** Reads the keys with which ID tokens are checked, and looks whether one of them can have signed such a token. */
export const keysCheck: Check = {
  id: 'keys',
  title: 'Signing keys',
  run: async ({ provider, facts }) => {
    const context = await provider.context();
    const { keys } = await context.keys.get();
    const { algorithms } = idTokenRules(context);
    const { ids } = keys;
    if (!algorithms.some((algorithm) => algorithm.startsWith('HS') || keys.candidates(algorithm, undefined).length > 0)) {
      const finding = `None of the provider's keys is one for ${algorithms.join(', ')}, and no other ID tokens are accepted.`;
      return explained({ where: 'id_token', code: 'id_token_algorithm' }, facts, { finding });
    }
    return { status: 'ok', finding: ids.length === 1 ? 'The provider publishes one key.' : `The provider publishes ${ids.length} keys.` };
  },
};

/** Compares what is asked of the provider with what its discovery document offers. Lists that are missing say nothing. */
export const offerCheck: Check = {
  id: 'offer',
  title: 'What the provider offers',
  run: async (context) => {
    const { document } = (await context.provider.context()).metadata;
    const { responseMode } = context.settings.provider;
    // A provider that does not know JARM ignores it: what comes back is not signed, and refused.
    if (responseMode.endsWith('jwt') && !strings(document['response_modes_supported']).includes(responseMode))
      return { status: 'failed', finding: `OIDC_RESPONSE_MODE=${responseMode}, which is not in response_modes_supported of the provider.` };
    const details = [...notOffered(context, document), ...limits(context, document)];
    if (details.length === 0) return { status: 'ok', finding: 'It offers what the settings ask for.' };
    return { status: 'warning', finding: 'It does not offer, or does not say that it offers, all that the settings ask for.', details };
  },
};

function notOffered({ settings }: CheckContext, document: JsonObject): string[] {
  const { scopes, clientAuth, responseMode } = settings.provider;
  const wanted: readonly (readonly [string, string, readonly string[]])[] = [
    ['response_types_supported', 'response type', ['code']],
    ['scopes_supported', 'scope', scopes],
    ['response_modes_supported', 'response mode', responseMode === 'query' ? [] : [responseMode]],
    ['token_endpoint_auth_methods_supported', 'client authentication', clientAuth === 'client_secret_basic' ? [] : [clientAuth]],
  ];
  return wanted.flatMap(([member, kind, values]) => {
    const offered = strings(document[member]);
    const missing = offered.length === 0 ? [] : values.filter((value) => !offered.includes(value));
    return missing.map((value) => `The ${kind} ${value} is not in ${member}.`);
  });
}

function limits({ settings }: CheckContext, document: JsonObject): string[] {
  return [
    document['end_session_endpoint'] || settings.provider.endSession
      ? ''
      : 'It has no sign-out for applications: signing out here leaves people signed in there.',
    document['userinfo_endpoint'] ? '' : 'It has no userinfo: names and groups come from the ID token alone.',
  ].filter((limit) => limit !== '');
}
