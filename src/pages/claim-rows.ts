import type { ClaimGroup, ClaimRow } from '../rendering/page-contexts.js';
import { claimMeaning, type ClaimTopic } from './claim-meanings.js';
import { moment } from './moment.js';

/** Claims of any shape: the provider chooses both names and values. */
export type Claims = Readonly<Record<string, unknown>>;

const shownItems = 50;
const shownCharacters = 4_000;
const count = new Intl.NumberFormat('en-GB');

const titles: ReadonlyMap<ClaimTopic, string> = new Map([
  ['person', 'You'],
  ['sign-in', 'How you signed in'],
  ['access', 'What you may do'],
  ['token', 'The token itself'],
  ['other', 'Of this provider'],
]);

/** In the order of the titles, each group in the order in which the provider sent its claims; empty groups are left out. */
export function claimGroups(claims: Claims, now: number): ClaimGroup[] {
  const groups = new Map<ClaimTopic, ClaimRow[]>();
  for (const name of Object.keys(claims)) {
    const { topic } = claimMeaning(name);
    const row = claimRow(name, claims[name], now);
    const rows = groups.get(topic);
    if (rows) rows.push(row);
    else groups.set(topic, [row]);
  }
  return [...titles].flatMap(([topic, title]) => {
    const claims = groups.get(topic);
    return claims ? [{ title, claims }] : [];
  });
}

/** One claim, ready to show as text. */
export function claimRow(name: string, value: unknown, now: number): ClaimRow {
  const { meaning, time } = claimMeaning(name);
  if (typeof value === 'string') return { name, meaning, text: value === '' ? '(empty)' : shortened(value) };
  if (typeof value === 'number' && time) {
    const at = moment(value * 1000, now);
    if (at) return { name, meaning, text: `${at.text}, ${at.relative}`, raw: String(value) };
  }
  if (Array.isArray(value) && value.every(isScalar)) return { name, meaning, ...listed(value) };
  if (typeof value === 'object' && value !== null) return { name, meaning, json: shortened(asJson(value)) };
  return { name, meaning, text: String(value) };
}

function listed(values: readonly (string | number | boolean)[]): Pick<ClaimRow, 'list' | 'text'> {
  if (values.length === 0) return { text: '(none)' };
  const rest = values.length - shownItems;
  return {
    list: {
      items: values.slice(0, shownItems).map((value) => shortened(String(value))),
      more: rest > 0 ? `and ${count.format(rest)} more, ${count.format(values.length)} in all` : undefined,
    },
  };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shortened(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}... (${count.format(text.length)} characters)` : text;
}

/** Set out over lines where it is small: indentation grows with the square of the depth. */
function asJson(value: object): string {
  try {
    const compact = JSON.stringify(value);
    return compact.length > shownCharacters / 2 ? compact : JSON.stringify(value, null, 2);
  } catch {
    return '(nested too deeply to show)';
  }
}
