import type { Session } from '@fanlight/signin';

/** The name, or the best that the provider sent instead of one; never empty. */
export function displayName(session: Session): string {
  const { name } = session.data;
  return (name?.trim() ? name : undefined) ?? claimOf(session, 'preferred_username', 'email') ?? session.subject;
}

/** User name or e-mail address; undefined when the provider sent neither, or when it is the name already. */
export function accountName(session: Session): string | undefined {
  const account = claimOf(session, 'email', 'preferred_username');
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

/** The first of the claims that is a text, each of the ID token before userinfo's. */
function claimOf({ data: { idClaims, userinfo } }: Session, ...names: readonly string[]): string | undefined {
  const values = names.flatMap((name) => [idClaims[name], userinfo?.[name]]);
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
}
