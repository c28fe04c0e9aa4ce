import { type Filter, type Path, readFilter } from './filter.js';
import { type Projection, readProjection } from './projection.js';

/** What a list request asks for. */
export interface ListQuery {
  readonly filter: Filter | undefined;
  /** Of the first one, counted from 1. */
  readonly startIndex: number;
  readonly count: number;
  readonly projection: Projection;
}

/** One page of what fits. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Of all pages. */
  readonly total: number;
}

export const maxResults = 200;

/** @throws ScimError invalidFilter, invalidValue */
export function readListQuery(query: URLSearchParams): ListQuery {
  const filter = query.get('filter');
  return {
    filter: filter === null ? undefined : readFilter(filter),
    startIndex: Math.max(1, wholeNumber(query.get('startIndex')) ?? 1),
    // RFC 7644, section 3.4.2.4: fewer than asked for may come, and a negative number means none.
    count: Math.min(maxResults, Math.max(0, wholeNumber(query.get('count')) ?? maxResults)),
    projection: readProjection(query),
  };
}

export function listResponse(resources: readonly object[], total: number, startIndex: number): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    // What is here, not what was asked for: Okta's review looks.
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** The values that one of `paths` must equal wherever the filter holds, so that an index can be asked; undefined: it says of none. */
export function requiredValue<Name extends string>(
  filter: Filter | undefined,
  paths: Readonly<Record<Name, string>>,
): { readonly name: Name; readonly value: string } | undefined {
  if (filter?.op === 'and') return filter.of.map((part) => requiredValue(part, paths)).find((found) => found !== undefined);
  if (filter?.op === 'some') return requiredValue(below(filter.path, filter.of), paths);
  if (filter?.op !== 'eq') return undefined;
  const { path, value } = filter;
  const name = (Object.keys(paths) as Name[]).find((candidate) => paths[candidate] === path.join('.'));
  return name !== undefined && typeof value === 'string' ? { name, value } : undefined;
}

/** `emails[type eq "work" and value eq "x"]`, seen from outside the brackets. */
function below(path: Path, filter: Filter): Filter {
  if (filter.op === 'and') return { op: 'and', of: [below(path, filter.of[0]), below(path, filter.of[1])] };
  return filter.op === 'eq' ? { ...filter, path: [...path, ...filter.path] } : { op: 'or', of: [filter, filter] };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
