import { isJsonObject } from '@fanlight/oidc';
import type { Filter, Path, Value } from './filter.js';

/** Attributes in which case counts: RFC 7643, sections 3.1 and 4.2. */
const caseExact = ['id', 'externalid', 'members', 'members.value', 'members.$ref', 'meta.location'];

/** Whether a resource fits. What it does not have fits nothing but `ne` and `not`. */
export function matches(filter: Filter, resource: unknown): boolean {
  switch (filter.op) {
    case 'and':
      return filter.of.every((part) => matches(part, resource));
    case 'or':
      return filter.of.some((part) => matches(part, resource));
    case 'not':
      return !matches(filter.of, resource);
    case 'some':
      return valuesAt(filter.path, resource).some((value) => matches(filter.of, value));
    case 'pr':
      return valuesAt(filter.path, resource).some((value) => value !== '' && !(isJsonObject(value) && Object.keys(value).length === 0));
    case 'ne':
      return !matches({ ...filter, op: 'eq' }, resource);
    default:
      return valuesAt(filter.path, resource).some((value) => compare(filter.op, plain(value), filter.value, filter.path));
  }
}

/** What an attribute holds: each value of several, none where there is none. */
function valuesAt([name, ...rest]: Path, holder: unknown): unknown[] {
  if (name === undefined) return holder === undefined || holder === null ? [] : [holder];
  if (Array.isArray(holder)) return holder.flatMap((item) => valuesAt([name, ...rest], item));
  if (!isJsonObject(holder)) return [];
  const key = Object.keys(holder).find((known) => known.toLowerCase() === name);
  return key === undefined ? [] : [holder[key]].flat().flatMap((value) => valuesAt(rest, value));
}

/** A complex value is compared by its `value`: RFC 7643, section 2.4. */
function plain(value: unknown): unknown {
  return isJsonObject(value) ? value['value'] : value;
}

function compare(op: string, held: unknown, asked: Value, path: Path): boolean {
  if (typeof held === 'boolean') return op === 'eq' && String(held) === String(asked).toLowerCase();
  if (typeof held !== 'string' || asked === null) return false;
  const isTime = path[0] === 'meta' && path[1] !== 'location';
  const [left, right] = [held, String(asked)].map((text) => (caseExact.includes(path.join('.')) ? text : text.toLowerCase())) as [
    string,
    string,
  ];
  const order = isTime ? Date.parse(held) - Date.parse(right) : left < right ? -1 : Number(left > right);
  switch (op) {
    case 'eq':
      return order === 0;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    default:
      return order <= 0;
  }
}
