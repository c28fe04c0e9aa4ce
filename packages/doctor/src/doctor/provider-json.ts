import type { Symptom } from '../diagnosis/diagnosis.js';
import { isJsonObject, type JsonObject, readProviderResponse, type TransportResponse } from '@fanlight/oidc';

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error in a refusal, as a symptom names it. */
export function errorIn(response: TransportResponse): Pick<Symptom, 'status' | 'error' | 'description'> {
  const { status, error, providerCode, description } = readProviderResponse(response);
  return { status, error: error ?? providerCode, description };
}

/** The strings of a list; empty when it is none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The value at a path of members; undefined when there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((object, name) => (isJsonObject(object) ? object[name] : undefined), value);
}

/** The objects of a list; empty when it is none. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
