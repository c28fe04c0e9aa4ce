import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import { defaultConnection } from '../settings.js';
import { secretFileVariables } from '../sources/setting-sources.js';
import { entryVariables } from './entry-variables.js';
import { providerVariables } from './provider-variables.js';
import { scimVariables } from './scim-variables.js';
import { matching, onOff, readBy, splitWords } from './setting-schema.js';

/** What a connection is beside its provider, the default one too: `CONNECTION_DEFAULT_LABEL`. */
export const ownVariables = z.object({
  LABEL: matching(/^[^\p{Cc}]{1,80}$/u, 'is longer than 80 characters', 'Write the name that people know the organisation by.').optional(),
  DOMAINS: readBy(readDomains).default([]),
  HIDDEN: onOff().default(false),
});

/** Every variable of a further connection, without its name in front: `CONNECTION_ACME_OIDC_CLIENT_ID`. */
export const connectionVariables = z.object({
  ...providerVariables.shape,
  ...entryVariables.shape,
  ...scimVariables.shape,
  ...ownVariables.shape,
});

/** Whether a connection takes a variable of that name, without its own name in front. */
export function isConnectionVariable(name: string): boolean {
  return (secretFileVariables.get(name) ?? name) in connectionVariables.shape;
}

const idShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Whether a text can be a connection's id: lower-case letters, digits, single hyphens inside, at most 60 characters. */
export function isConnectionId(text: string): boolean {
  return text.length <= 60 && idShape.test(text);
}

/** @throws SettingRefused */
export function readConnectionIds(text: string): string[] {
  const ids = splitWords(text);
  const odd = ids.find((id) => !isConnectionId(id));
  if (odd !== undefined)
    throw new SettingRefused(
      `holds ${JSON.stringify(odd)}, which cannot be the id of a connection`,
      'Write lower-case letters, digits and hyphens, up to 60, with commas between: CONNECTIONS=acme,globex',
    );
  if (ids.includes(defaultConnection))
    throw new SettingRefused(
      `holds ${defaultConnection}, which is the provider of the settings without a name in front`,
      'Take it out, or give that connection another id.',
    );
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new SettingRefused(`holds ${twice} twice`, 'Write each id once.');
  return ids;
}

function readDomains(text: string): string[] {
  const domains = splitWords(text).map((word) => domainToASCII(word.replace(/^@/, '')).toLowerCase());
  if (domains.every((domain) => /^(?=.{3,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain))) return [...new Set(domains)];
  throw new SettingRefused(
    'holds something other than domains of e-mail addresses',
    'Write what follows the @, in full and with commas between: acme.com,acme.de',
  );
}
