import type { Check } from '../check.js';
import { strings } from '../provider-json.js';
import type { Examination } from '../examination.js';
import type { JsonObject } from '../provider-json.js';

/** Compares what is asked of the provider with what its discovery document offers. Lists that are missing say nothing. */
export const offerCheck: Check = {
  id: 'offer',
  title: 'What the provider offers',
  needs: ['discovery'],
  run: async (examination) => {
    const { document } = (await examination.provider.context()).metadata;
    const remarks = [...missing(examination, document), ...limits(examination, document)];
    if (remarks.length === 0) return { status: 'ok', finding: 'It offers what the settings ask for.' };
    return {
      status: 'warning',
      finding: 'It does not offer, or does not say that it offers, all that the settings ask for.',
      details: remarks,
    };
  },
};

function missing({ settings }: Examination, document: JsonObject): string[] {
  const { scopes, clientAuth, responseMode } = settings.provider;
  const wanted: readonly (readonly [string, string, readonly string[]])[] = [
    ['response_types_supported', 'response type', ['code']],
    ['scopes_supported', 'scope', scopes],
    ['response_modes_supported', 'response mode', responseMode === 'query' ? [] : [responseMode]],
    ['token_endpoint_auth_methods_supported', 'client authentication', clientAuth === 'client_secret_basic' ? [] : [clientAuth]],
  ];
  return wanted.flatMap(([member, kind, values]) => {
    const offered = strings(document[member]);
    return offered.length === 0
      ? []
      : values.filter((value) => !offered.includes(value)).map((value) => `The ${kind} ${value} is not in ${member}.`);
  });
}

function limits({ settings }: Examination, document: JsonObject): string[] {
  const { endSession } = settings.provider;
  return [
    document['end_session_endpoint'] || endSession
      ? ''
      : 'It has no sign-out for applications: signing out here leaves people signed in there.',
    document['userinfo_endpoint'] ? '' : 'It has no userinfo: names and groups come from the ID token alone.',
  ].filter((limit) => limit !== '');
}
