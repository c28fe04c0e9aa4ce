import { readOktaOrgUrl } from '@fanlight/signin/settings';
import type { Send } from '../doctor/request.js';

/**
 * Reads what people copy as their Okta address: the domain, its address, or an issuer with the server's id in it.
 *
 * @throws SettingRefused
 */
export function readOktaAddress(text: string): { readonly orgUrl: string; readonly authServer: string | undefined } {
  const [, host, authServer] = /^(.*?)\/oauth2\/([A-Za-z0-9_-]+)(?:\/.*)?$/.exec(text.trim()) ?? [];
  if (host === undefined || authServer === 'v1') return { orgUrl: readOktaOrgUrl(text.trim()), authServer: undefined };
  return { orgUrl: readOktaOrgUrl(host), authServer };
}

/** The servers that any organisation may have; others are named by their id. */
export type UsualServer = 'org' | 'default';

/**
 * Which of an organisation's authorization servers answer; the first is the one to take where nobody chooses, since signing people
 * in needs no more than the org server, which needs no access policy.
 *
 * @throws NoResponse when the organisation cannot be reached at all
 */
export async function findServers(orgUrl: string, send: Send): Promise<readonly UsualServer[]> {
  const issuers = [['org', orgUrl] as const, ['default', `${orgUrl}/oauth2/default`] as const];
  const found = await Promise.all(
    issuers.map(async ([id, issuer]) => {
      const { status, text } = await send({ url: `${issuer}/.well-known/openid-configuration`, headers: { accept: 'application/json' } });
      return status === 200 && text.includes(`"${issuer}"`) ? [id] : [];
    }),
  );
  return found.flat();
}
