const maxLength = 2000;

/**
 * A text reduced to lower-case words between single spaces, with a space at both ends, so that quotes, punctuation,
 * underscores and contractions make no difference. Only the first 2000 characters count: error texts come from outside.
 */
export function normalise(text: string): string {
  const words = text
    .slice(0, maxLength)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2019`\u00b4]/g, "'")
    .replace(/\bcan( ?no|')t\b/g, 'cannot')
    .replace(/\b(do|does|did|is|are|was|were|has|have|could|must|should|would)n't\b/g, '$1 not')
    .replace(/'s\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words === '' ? ' ' : ` ${words} `;
}
