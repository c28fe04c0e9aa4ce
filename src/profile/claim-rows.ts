import { claimMeaning, claimsWithTime, claimTitles } from './claim-meanings.js';
import type { JsonObject } from '@fanlight/oidc';
import { moment } from '../rendering/moment.js';

const maxItems = 50;
const maxCharacters = 4_000;

/** In the order of the titles, each group in the order in which the provider sent its claims; empty groups are left out. */
export function claimGroups(claims: JsonObject, now: number) {
  const names = Object.keys(claims);
  return claimTitles
    .map((title) => ({
      title,
      claims: names.filter((name) => claimMeaning(name).title === title).map((name) => claimRow(name, claims[name], now)),
    }))
    .filter((group) => group.claims.length > 0);
}

/** One claim, ready to show: as one of text, list and JSON. `raw`: what the provider sent, where the text is made of it. */
export function claimRow(name: string, value: unknown, now: number) {
  const { meaning } = claimMeaning(name);
  const at = typeof value === 'number' && claimsWithTime.has(name) ? moment(value * 1000, now) : undefined;
  if (at !== undefined) return { name, meaning, text: `${at.text}, ${at.relative}`, raw: String(value), list: undefined, json: undefined };
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

function asList(value: unknown) {
  if (!Array.isArray(value) || !value.every(isScalar)) return undefined;
  const rest = value.length - maxItems;
  return {
    items: value.slice(0, maxItems).map((item) => shortened(String(item))),
    more: rest > 0 ? `and ${counted(rest)} more, ${counted(value.length)} in all` : undefined,
  };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shortened(text: string): string {
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters)}... (${counted(text.length)} characters)` : text;
}

/** Not by a format that is made when this file is loaded: the first of a process takes 11 ms. */
function counted(count: number): string {
  return count.toLocaleString('en-GB');
}

/** Set out over lines where it is small: indentation grows with the square of the depth. */
function asJson(value: unknown): string {
  try {
    const compact = JSON.stringify(value);
    return compact.length > maxCharacters / 2 ? compact : JSON.stringify(value, null, 2);
  } catch {
    return '(nested too deeply to show)';
  }
}
