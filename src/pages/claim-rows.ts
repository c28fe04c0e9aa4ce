import type { ClaimGroup, ClaimRow } from '../rendering/page-contexts.js';
import { claimMeaning, type ClaimMeaning, type ClaimTopic } from './claim-meanings.js';
import { moment } from './moment.js';

/** Claims of any shape: the provider chooses both names and values. */
export type Claims = Readonly<Record<string, unknown>>;

const shownItems = 50;
const shownCharacters = 4_000;

const titles: readonly (readonly [topic: ClaimTopic, title: string])[] = [
  ['person', 'You'],
  ['sign-in', 'How you signed in'],
  ['access', 'What you may do'],
  ['token', 'The token itself'],
  ['other', 'Of this provider'],
];

/** In the order of the titles, each group in the order in which the provider sent its claims; empty groups are left out. */
export function claimGroups(claims: Claims, now: number): ClaimGroup[] {
  const rows: Record<ClaimTopic, ClaimRow[]> = { person: [], 'sign-in': [], access: [], token: [], other: [] };
  for (const name of Object.keys(claims)) {
    const known = claimMeaning(name);
    rows[known.topic].push(explained(name, claims[name], known, now));
  }
  const groups: ClaimGroup[] = [];
  for (const [topic, title] of titles) if (rows[topic].length > 0) groups.push({ title, claims: rows[topic] });
  return groups;
}

/** One claim, ready to show as text. */
export function claimRow(name: string, value: unknown, now: number): ClaimRow {
  return explained(name, value, claimMeaning(name), now);
}

// All rows have the same properties in the same order: templates read them a good deal faster.
function explained(name: string, value: unknown, { meaning, time }: ClaimMeaning, now: number): ClaimRow {
  if (typeof value === 'number' && time) {
    const at = moment(value * 1000, now);
    if (at) return { name, meaning, text: `${at.text}, ${at.relative}`, raw: String(value), list: undefined, json: undefined };
  }
  const text = asText(value);
  const list = text === undefined ? asList(value) : undefined;
  const json = text === undefined && list === undefined ? shortened(asJson(value)) : undefined;
  return { name, meaning, text, raw: undefined, list, json };
}

/** Undefined for what is shown as a list or as JSON. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? '(empty)' : shortened(value);
  if (Array.isArray(value) && value.length === 0) return '(none)';
  return typeof value === 'object' && value !== null ? undefined : String(value);
}

function asList(value: unknown): ClaimRow['list'] {
  if (!Array.isArray(value) || !value.every(isScalar)) return undefined;
  const rest = value.length - shownItems;
  return {
    items: value.slice(0, shownItems).map((item) => shortened(String(item))),
    more: rest > 0 ? `and ${counted(rest)} more, ${counted(value.length)} in all` : undefined,
  };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shortened(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}... (${counted(text.length)} characters)` : text;
}

/** Not by a format that is made when this file is loaded: the first of a process takes 11 ms. */
function counted(count: number): string {
  return count.toLocaleString('en-GB');
}

/** Set out over lines where it is small: indentation grows with the square of the depth. */
function asJson(value: unknown): string {
  try {
    const compact = JSON.stringify(value);
    return compact.length > shownCharacters / 2 ? compact : JSON.stringify(value, null, 2);
  } catch {
    return '(nested too deeply to show)';
  }
}
