/** Attributes of a tag: names in lower case, values decoded, '' where there is none. */
export function readAttributes(source: string): Map<string, string> {
  const found = source.matchAll(/([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return new Map(
    [...found].map(([, name = '', double, single, bare]) => [name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? '')]),
  );
}

/** Text of an HTML fragment as a person reads it: no tags, entities decoded, white space folded. */
export function textOf(html: string): string {
  const visible = html.replace(/<!--[\s\S]*?-->|<(script|style|template|head)\b[\s\S]*?<\/\1>/gi, ' ');
  return decodeEntities(visible.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Decodes the numeric references and the named ones that templates write. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi, (entity: string, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name ?? ''] ?? entity;
  });
}
