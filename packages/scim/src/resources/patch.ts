import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import { refused } from './scim-error.js';
import type { Attribute } from './attributes.js';
import { type Filter, type Path, readFilter, readPath } from './filter.js';
import { matches } from './matches.js';
import { attributeCalled, type Draft, readOne, readValue, someOf } from './read-resource.js';
import { notKept, readOnly } from './schemas.js';

/** One change of a PATCH request: RFC 7644, section 3.5.2. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly target: Target;
  readonly value: unknown;
}

export interface Target {
  readonly path: Path;
  /** Which values of the attribute are meant, where they are not all. */
  readonly filter: Filter | undefined;
  /** The path was a key of a value without path: Okta and Entra put in there what cannot be changed, is not kept, or is not there yet. */
  readonly isLenient: boolean;
}

/** More than a push of a large group in one request needs. */
const maxOperations = 1000;

/**
 * The changes in the body of a PATCH request; one without a path becomes one for each key of its value.
 * @throws ScimError invalidSyntax, invalidPath, noTarget
 */
export function readOperations(body: unknown): Operation[] {
  const operations = isJsonObject(body) ? (body['Operations'] ?? body['operations']) : undefined;
  if (!Array.isArray(operations) || operations.length === 0) throw refused('invalidSyntax', 'A PATCH request has a list of Operations.');
  if (operations.length > maxOperations) throw refused('invalidSyntax', `A PATCH request has at most ${maxOperations} operations.`);
  return operations.flatMap(readOperation);
}

function readOperation(operation: unknown): Operation[] {
  const { op: written, path, value } = (isJsonObject(operation) ? operation : {}) as Record<string, unknown>;
  const op = (['add', 'remove', 'replace'] as const).find((word) => word === String(written).toLowerCase());
  if (op === undefined) throw refused('invalidSyntax', 'The op of an operation is add, remove or replace.');
  if (typeof path === 'string' && path !== '') return [{ op, target: readTarget(path), value }];
  if (path !== undefined && path !== null && path !== '') throw refused('invalidPath', 'The path of an operation is a text.');
  if (op === 'remove') throw refused('noTarget', 'A removal needs a path.');
  if (!isJsonObject(value)) throw refused('invalidValue', 'An operation without path has an object as its value.');
  return Object.entries(value).map(([key, member]) => ({ op, target: readTarget(key, true), value: member }));
}

function readTarget(written: string, isLenient = false): Target {
  const [, start, filter, sub] = /^([^[\]]+)\[(.*)\](?:\.([\w$-]+))?$/.exec(written.trim()) ?? [];
  const path = readPath(start ?? written.trim());
  if (path === undefined) throw refused('invalidPath', `This path cannot be read: ${written.slice(0, 200)}`);
  return {
    path: sub === undefined ? path : [...path, sub.toLowerCase()],
    filter: filter === undefined ? undefined : readFilter(filter),
    isLenient,
  };
}

/**
 * The resource after all changes, or an error after none: `resource` itself stays as it is.
 * @throws ScimError invalidPath, invalidValue, mutability, noTarget
 */
export function patched(attributes: readonly Attribute[], resource: JsonObject, operations: readonly Operation[]): Draft {
  const draft = JSON.parse(JSON.stringify(resource)) as Draft;
  for (const operation of operations) change(draft, attributes, operation, operation.target.path);
  for (const { name } of attributes.filter(({ multiValued }) => multiValued)) {
    const items = (draft[name] as Draft[] | undefined)?.filter((item) => someOf(item) !== undefined) ?? [];
    if (items.length > 0) draft[name] = items;
    else delete draft[name];
  }
  return draft;
}

function change(holder: Draft, attributes: readonly Attribute[], operation: Operation, [name = '', ...rest]: Path): void {
  // An extension that is called by its URN has attributes of its own; one that is not known is not kept.
  const attribute = attributeCalled(attributes, name);
  if (attribute === undefined) {
    if (operation.target.isLenient || notKept.includes(name) || name.startsWith('urn:')) return;
    throw readOnly.includes(name)
      ? refused('mutability', `${name} cannot be changed.`)
      : refused('invalidPath', `There is no attribute ${name}.`);
  }
  if (attribute.multiValued) changeValues(holder, attribute, operation, rest[0]);
  else if (rest.length > 0) {
    const inner = { ...(holder[attribute.name] as Draft | undefined) };
    change(inner, attribute.subAttributes ?? [], operation, rest);
    put(holder, attribute, someOf(inner));
  } else changeOne(holder, attribute, operation);
}

function changeOne(holder: Draft, attribute: Attribute, { op, value }: Operation): void {
  const read = op === 'remove' ? undefined : readValue(attribute, value);
  // RFC 7644, section 3.5.2.3: what a complex value does not name stays.
  const merged = attribute.type === 'complex' && read !== undefined ? { ...(holder[attribute.name] as Draft), ...(read as Draft) } : read;
  put(holder, attribute, merged);
}

function put(holder: Draft, attribute: Attribute, value: unknown): void {
  if (value !== undefined) holder[attribute.name] = value;
  else if (attribute.required) throw refused('mutability', `${attribute.name} cannot be removed.`);
  else delete holder[attribute.name];
}

function changeValues(holder: Draft, attribute: Attribute, operation: Operation, sub: string | undefined): void {
  const before = (holder[attribute.name] ?? []) as Draft[];
  const primary = before.filter((item) => item['primary'] === true);
  const { filter } = operation.target;
  const after =
    filter === undefined && sub === undefined ? wholeValues(before, attribute, operation) : partOfValues(before, attribute, operation, sub);
  // RFC 7644, section 3.5.2: a new primary value takes the place of the old one.
  if (after.some((item) => item['primary'] === true && !primary.includes(item))) for (const item of primary) item['primary'] = false;
  holder[attribute.name] = after;
}

/** `emails` itself. */
function wholeValues(before: readonly Draft[], attribute: Attribute, { op, value }: Operation): Draft[] {
  const given = (value === undefined ? [] : (readValue(attribute, value) ?? [])) as Draft[];
  if (op === 'replace') return given;
  if (op === 'remove') return value === undefined ? [] : before.filter((item) => !given.some(({ value: gone }) => gone === item['value']));
  return [...before, ...given.filter((item) => !before.some((known) => isDeepStrictEqual(known, item)))];
}

/** `emails[type eq "work"]`, `emails[type eq "work"].value`, `emails.value`. */
function partOfValues(
  before: Draft[],
  attribute: Attribute,
  { op, target: { filter, isLenient }, value }: Operation,
  sub: string | undefined,
): Draft[] {
  const inner = sub === undefined ? undefined : attributeCalled(attribute.subAttributes ?? [], sub);
  if (sub !== undefined && inner === undefined) throw refused('invalidPath', `${attribute.name} has no ${sub}.`);
  const chosen = before.filter((item) => filter === undefined || matches(filter, item));
  if (op === 'remove') {
    if (inner === undefined) return before.filter((item) => !chosen.includes(item));
    for (const item of chosen) delete item[inner.name];
    return before;
  }
  if (chosen.length === 0 && op === 'replace' && filter !== undefined && !isLenient)
    throw refused('noTarget', `${attribute.name} has no such value.`);
  // Entra adds to an address that is not there yet: the filter says what it is to be like.
  const made = chosen.length === 0 ? [described(filter, attribute)] : [];
  for (const item of [...chosen, ...made]) {
    if (inner === undefined) Object.assign(item, readOne(attribute, value));
    else Object.assign(item, { [inner.name]: readValue(inner, value) });
  }
  return [...before, ...made];
}

/** A new value for which the filter holds, where it says by `eq` and `and` how. */
function described(filter: Filter | undefined, attribute: Attribute): Draft {
  if (filter === undefined) return {};
  if (filter.op === 'and') return Object.assign({}, ...filter.of.map((part) => described(part, attribute))) as Draft;
  const inner = filter.op === 'eq' ? attributeCalled(attribute.subAttributes ?? [], filter.path[0] ?? '') : undefined;
  if (filter.op !== 'eq' || inner === undefined) throw refused('noTarget', `${attribute.name} has no such value.`);
  return { [inner.name]: readValue(inner, filter.value) };
}
