import type { Organisation } from '../organisation/organisation.js';

export interface CallInput {
  readonly organisation: Organisation;
  /** What the path's groups caught, decoded. */
  readonly ids: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

/** One call of the Management API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: RegExp;
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** @throws ApiError */
  answer(input: CallInput): unknown;
}

/** When everything here was made, as far as the API is concerned. */
export const CREATED = '2026-01-01T00:00:00.000Z';

/** @returns the strings at a path of a JSON body, such as conditions → clients → include; empty when they are not there. */
export function stringsAt(body: unknown, ...path: readonly string[]): string[] {
  const value = path.reduce<unknown>((object, name) => (isRecord(object) ? object[name] : undefined), body);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
