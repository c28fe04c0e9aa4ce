/**
 * For a terminal: what would move its cursor, change its colours or turn the direction of writing becomes visible, `\u{1b}` and the like.
 * Names, subjects and browsers are texts of others.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
