import type { ProblemList } from './problem-list.js';
import type { ProviderPart } from './provider-settings.js';
import type { SettingWarning } from './settings.js';
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

/** Works, with tokens of type at+jwt alone: nothing else tells an access token from the ID tokens of this client. */
export function apiWarnings(variables: Variables, { provider }: ProviderPart): SettingWarning[] {
  if (variables.API_AUDIENCE !== provider.clientId) return [];
  const message =
    'is the client id, which is also the audience of ID tokens: only access tokens with the header typ at+jwt (RFC 9068) are accepted. Give the API an audience of its own.';
  return [{ setting: 'API_AUDIENCE', message }];
}
