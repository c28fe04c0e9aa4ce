import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import { refused } from './scim-error.js';
import { type Path, readPath } from './filter.js';

/** `attributes` or `excludedAttributes` of a request: RFC 7644, section 3.9. */
export interface Projection {
  readonly only: readonly Path[] | undefined;
  readonly without: readonly Path[];
}

const always = ['id', 'schemas'];

/** @throws ScimError invalidValue */
export function readProjection(query: URLSearchParams): Projection {
  const [only, without] = ['attributes', 'excludedAttributes'].map((name) => {
    const names = (query.get(name) ?? '').split(',').map((text) => text.replace(/\[.*\]/, '').trim());
    return names.filter((text) => text !== '').map((text) => readPath(text) ?? unreadable(text));
  }) as [Path[], Path[]];
  if (only.length > 0 && without.length > 0) throw refused('invalidValue', 'attributes and excludedAttributes exclude each other.');
  return { only: only.length > 0 ? only : undefined, without };
}

/** Whether the attribute is to be shown at all, so that it need not be read. */
export function shows({ only, without }: Projection, name: string): boolean {
  return only === undefined ? !without.some((path) => path.length === 1 && path[0] === name) : only.some(([first]) => first === name);
}

export function project(resource: JsonObject, { only, without }: Projection): JsonObject {
  if (only !== undefined) return pick(resource, [...only, ...always.map((name) => [name])]);
  return omit(
    resource,
    without.filter(([name = '']) => !always.includes(name)),
  );
}

function pick(value: JsonObject, paths: readonly Path[]): JsonObject {
  return eachMember(value, (name, member) => {
    const rests = restsOf(paths, name);
    if (rests.length === 0) return undefined;
    return rests.some((rest) => rest.length === 0) ? member : inside(member, (inner) => pick(inner, rests));
  });
}

function omit(value: JsonObject, paths: readonly Path[]): JsonObject {
  return eachMember(value, (name, member) => {
    const rests = restsOf(paths, name);
    if (rests.some((rest) => rest.length === 0)) return undefined;
    return rests.length === 0 ? member : inside(member, (inner) => omit(inner, rests));
  });
}

function restsOf(paths: readonly Path[], name: string): Path[] {
  return paths.filter(([first]) => first === name.toLowerCase()).map(([, ...rest]) => rest);
}

function inside(member: unknown, change: (inner: JsonObject) => JsonObject): unknown {
  if (Array.isArray(member)) return member.map((item: unknown) => inside(item, change));
  return isJsonObject(member) ? change(member) : member;
}

function eachMember(value: JsonObject, change: (name: string, member: unknown) => unknown): JsonObject {
  const entries = Object.entries(value).map(([name, member]) => [name, change(name, member)] as const);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

function unreadable(text: string): never {
  throw refused('invalidValue', `This is no name of an attribute: ${text.slice(0, 200)}`);
}
