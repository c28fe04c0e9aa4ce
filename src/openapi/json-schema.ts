import { z } from 'zod';

/** JSON Schema draft 2020-12, which is the dialect of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** @param io whether the schema is of what is sent to us (`input`) or of what we answer */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const members = Object.entries(z.toJSONSchema(schema, { target: 'draft-2020-12', io }));
  // The document has one dialect, which no schema in it needs to name.
  return Object.fromEntries(members.filter(([name]) => name !== '$schema'));
}
