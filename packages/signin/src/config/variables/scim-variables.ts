import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import type { ScimSettings } from '../settings.js';
import { matching, oneOf, readBy, splitWords } from './setting-schema.js';

/** How the directory of a connection provisions people. */
export const scimVariables = z.object({
  SCIM_TOKEN: readBy(readScimTokens).default([]),
  SCIM_CLAIM: matching(
    /^[\x21-\x7e]{1,500}$/,
    'is not the name of a claim',
    'Write the claim of the ID token that is externalId there, such as sub or oid.',
  ).default('sub'),
  SCIM_GROUPS: oneOf(['token', 'directory']).default('token'),
});

export function scimSettings(variables: z.output<typeof scimVariables>): ScimSettings {
  return { tokens: variables.SCIM_TOKEN, claim: variables.SCIM_CLAIM, groups: variables.SCIM_GROUPS };
}

/** One or more tokens separated by commas. RFC 6750, section 2.1; 32 characters, since whoever has one decides who may sign in. */
function readScimTokens(text: string): string[] {
  const tokens = splitWords(text);
  if (tokens.length > 0 && tokens.every((token) => /^[A-Za-z0-9._~+/-]{32,}=*$/.test(token))) return tokens;
  throw new SettingRefused(
    'cannot be sent as a bearer token, or is shorter than 32 characters',
    'Write the output of: openssl rand -hex 32. While one is replaced, several with commas between.',
  );
}
