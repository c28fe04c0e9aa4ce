import type { Symptom } from '../diagnosis/diagnosis.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The text as a JSON object; undefined when it is none. */
export function jsonObject(text: string): JsonObject | undefined {
  return objects([parseJson(text)])[0];
}

/** The error in a body: OAuth's `error` and `error_description`, or Okta's `errorCode` and `errorSummary`. */
export function errorIn(body: JsonObject | undefined): Pick<Symptom, 'error' | 'description'> {
  const text = (name: string): string | undefined => (typeof body?.[name] === 'string' ? body[name].slice(0, 500) : undefined);
  return { error: text('error') ?? text('errorCode'), description: text('error_description') ?? text('errorSummary') };
}

/** The strings of a list; empty when it is none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The value at a path of members; undefined when there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (object, name) => (typeof object === 'object' && object !== null ? (object as JsonObject)[name] : undefined),
    value,
  );
}

/** The objects of a list; empty when it is none. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value)
    ? value.filter((item: unknown): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item))
    : [];
}
