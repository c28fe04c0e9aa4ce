import { ApiError } from '../errors/api-errors.js';
import type { Organisation } from '../organisation/organisation.js';

export interface CallInput {
  readonly organisation: Organisation;
  /** What the path's stars stand for, decoded. */
  readonly ids: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

/** Calls of the Management API by method and path, in which `*` stands for an id; each returns the JSON or throws an ApiError. */
export type Calls = Readonly<Record<string, (input: CallInput) => unknown>>;

/** When everything here was made, as far as the API is concerned. */
export const timestamps = { created: '2026-01-01T00:00:00.000Z', lastUpdated: '2026-01-01T00:00:00.000Z' };

export function notFound(id: string | undefined, kind: string): ApiError {
  return new ApiError('E0000007', `Resource not found: ${id} (${kind})`);
}

/** @returns the strings at a path of a JSON body, such as conditions → clients → include; empty when they are not there. */
export function stringsAt(body: unknown, ...path: readonly string[]): string[] {
  const value = path.reduce<unknown>((object, name) => (object as Record<string, unknown> | null | undefined)?.[name], body);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
