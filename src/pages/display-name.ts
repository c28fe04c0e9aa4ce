import type { Session } from '../session/session.js';

/** The name, or the best that the provider sent instead of one; never empty. */
export function displayName({ data, subject }: Session): string {
  return (
    [
      data.name,
      claim(data.idClaims, 'preferred_username'),
      claim(data.userinfo, 'preferred_username'),
      claim(data.idClaims, 'email'),
      claim(data.userinfo, 'email'),
    ].find((candidate) => candidate?.trim()) ?? subject
  );
}

/** User name or e-mail address; undefined when the provider sent neither, or when it is the name already. */
export function accountName(session: Session): string | undefined {
  const { idClaims, userinfo } = session.data;
  const account =
    claim(idClaims, 'email') ?? claim(userinfo, 'email') ?? claim(idClaims, 'preferred_username') ?? claim(userinfo, 'preferred_username');
  return account === displayName(session) ? undefined : account;
}

/** Up to two letters or digits, of the first and the last word; empty when there are none. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const shown = name.includes('@') || words.length < 2 ? words.slice(0, 1) : [words[0], words.at(-1)];
  return shown
    .map((word) => [...(word ?? '')][0])
    .join('')
    .toUpperCase();
}

function claim(claims: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const value = claims?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
