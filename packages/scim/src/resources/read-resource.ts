import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import { refused } from './scim-error.js';
import type { Attribute } from './attributes.js';

/** A resource, or a part of one, while it is being made. */
export type Draft = Record<string, unknown>;

/** Longer than any name, address or title. */
const maxLength = 1000;

/**
 * What `attributes` know of a resource that was posted or put: names in any case, texts that mean a boolean. The rest is left out, since
 * directories send what nobody asked for.
 * @throws ScimError invalidValue
 */
export function readResource(attributes: readonly Attribute[], resource: JsonObject): Draft {
  const draft: Draft = {};
  for (const [name, value] of Object.entries(resource)) {
    const attribute = attributeCalled(attributes, name);
    const read = attribute && attribute.mutability !== 'readOnly' ? readValue(attribute, value) : undefined;
    if (attribute !== undefined && read !== undefined) draft[attribute.name] = read;
  }
  return draft;
}

export function attributeCalled(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase());
}

/**
 * @returns undefined for what stands for nothing: null, an empty text, list or object (RFC 7643, section 2.5)
 * @throws ScimError invalidValue
 */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (!attribute.multiValued) return readOne(attribute, value);
  const items = [value].flat().flatMap((item) => readOne(attribute, item) ?? []) as Draft[];
  if (items.length === 0) return undefined;
  // RFC 7643, section 2.4: at most one is the primary one. Of several the first is.
  const primary = items.find((item) => item['primary'] === true);
  for (const item of items) if (item['primary'] === true && item !== primary) item['primary'] = false;
  return items;
}

/** One value of an attribute that may have several. */
export function readOne(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'boolean') return readBoolean(attribute, value);
  if (attribute.type !== 'complex') return readText(attribute, value);
  const subAttributes = attribute.subAttributes ?? [];
  if (isJsonObject(value)) return someOf(readResource(subAttributes, value));
  // Entra sends a manager as the id alone.
  const inner = typeof value === 'string' ? attributeCalled(subAttributes, 'value') : undefined;
  if (inner === undefined) throw refused('invalidValue', `${attribute.name} is an object.`);
  return { [inner.name]: readText(inner, value) };
}

/** Entra sends "False". Only here is a text taken for a boolean. */
function readBoolean({ name }: Attribute, value: unknown): boolean {
  const text = String(value).toLowerCase();
  if ((typeof value === 'boolean' || typeof value === 'string') && (text === 'true' || text === 'false')) return text === 'true';
  throw refused('invalidValue', `${name} is true or false.`);
}

function readText({ name }: Attribute, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') throw refused('invalidValue', `${name} is a text.`);
  if (text.length > maxLength) throw refused('invalidValue', `${name} has at most ${maxLength} characters.`);
  // No database holds these.
  if (text.includes('\0') || !text.isWellFormed()) throw refused('invalidValue', `${name} holds a character that cannot be kept.`);
  return text;
}

/** A value of several is nothing without more than what kind it is. */
export function someOf(draft: Draft): Draft | undefined {
  return Object.keys(draft).every((name) => name === 'type' || name === 'primary') ? undefined : draft;
}
