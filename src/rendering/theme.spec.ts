import { readFileSync } from 'node:fs';

type Colours = ReadonlyMap<string, string>;

const source = readFileSync(new URL('../../public/theme.css', import.meta.url), 'utf8');
const [lightSource, darkSource] = source.split('@media (prefers-color-scheme: dark)');
const light = colours(lightSource);
const dark: Colours = new Map([...light, ...colours(darkSource)]);

/** Colours of text and what it stands on: WCAG 2.2, 1.4.3, asks for 4.5 to 1. */
const texts: readonly (readonly string[])[] = [
  ...['wall', 'surface', 'sunken'].flatMap((ground) => [
    ['ink', ground],
    ['ink-soft', ground],
    ['accent', ground],
    ['accent-strong', ground],
  ]),
  ['brass', 'wall'],
  ['ink', 'brass-wash'],
  ['accent', 'accent-wash'],
  ['danger', 'surface'],
  ['danger', 'danger-wash'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
];

/** Edges of controls and the focus ring: 1.4.11 asks for 3 to 1. */
const edges: readonly (readonly string[])[] = ['wall', 'surface'].flatMap<[string, string]>((ground) => [
  ['line-strong', ground],
  ['focus', ground],
  ['danger', ground],
]);

describe.each([
  ['light', light],
  ['dark', dark],
])('The %s colours', (_scheme, scheme) => {
  it.each(texts)('let %s be read on %s', (text, ground) => {
    expect(contrast(scheme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('let %s be seen on %s', (edge, ground) => {
    expect(contrast(scheme, edge, ground)).toBeGreaterThanOrEqual(3);
  });
});

function colours(css: string | undefined): Colours {
  return new Map([...(css ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

function contrast(scheme: Colours, one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminance(scheme.get(one)), luminance(scheme.get(other))].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string | undefined): number {
  if (colour === undefined) throw new Error('The theme has no such colour');
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
