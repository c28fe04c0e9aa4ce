const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const mostLines = 200;

/** The visible text of an HTML page, an element each, without scripts and styles. */
export function linesOf(html: string): readonly string[] {
  return html
    .slice(0, 200_000)
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '\n')
    .split(/<[^>]*>|\n/)
    .map((line) => decode(line).replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .slice(0, mostLines);
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,10}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
