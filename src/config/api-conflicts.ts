import type { ProblemList } from './problem-list.js';
import type { ProviderPart } from './provider-settings.js';
import type { Variables } from './variables.js';

/** Access tokens of Okta's org server are Okta's own business: an application must take them for opaque texts. */
export function checkApi(variables: Variables, part: ProviderPart | undefined, problems: ProblemList): void {
  if (variables.API_AUDIENCE === undefined || variables.API_TOKENS !== 'jwt' || part?.provider.server.kind !== 'okta-org') return;
  problems.add(
    'API_AUDIENCE',
    "does not go with Okta's org server: its access tokens are meant for Okta alone and must not be judged by others",
    'Use a custom authorization server (OKTA_AUTH_SERVER=default), or let Okta judge each token: API_TOKENS=introspection.',
  );
}
