import { z } from 'zod';
import type { ProblemList } from '../configuration-error.js';
import { entryVariables } from './entry-variables.js';
import { providerVariables, proxyVariables } from './provider-variables.js';
import { readConnectionIds } from './connection-variables.js';
import { scimVariables } from './scim-variables.js';
import { serverVariables } from './server-variables.js';
import { readBy } from './setting-schema.js';
import { storageVariables } from './storage-variables.js';
import { tracingVariables } from './tracing-settings.js';

/** Every variable that the application reads, apart from the NAME_FILE forms of secrets. Each has a default or may be missing. */
export const variables = z.object({
  ...serverVariables.shape,
  ...providerVariables.shape,
  ...entryVariables.shape,
  ...scimVariables.shape,
  CONNECTIONS: readBy(readConnectionIds).optional(),
  ...proxyVariables.shape,
  ...storageVariables.shape,
  ...tracingVariables.shape,
});

/** The values of all variables, each read on its own; what they mean together is checked afterwards. */
export type Variables = z.output<typeof variables>;

/** Reads every variable. */
export function readVariables(texts: ReadonlyMap<string, string>, problems: ProblemList): Variables {
  return readTextsBy(variables, texts, problems);
}

/** Reads the texts of `schema`. One that cannot be used becomes a problem and counts as not set, so that the rest is still checked. */
export function readTextsBy<Schema extends z.ZodObject>(
  schema: Schema,
  texts: ReadonlyMap<string, string>,
  problems: ProblemList,
): z.output<Schema> {
  const given: Record<string, string> = Object.fromEntries(texts);
  for (const issue of schema.safeParse(given).error?.issues ?? []) {
    const name = String(issue.path[0]);
    const fix: unknown = issue.code === 'custom' ? issue.params?.['fix'] : undefined;
    problems.add(name, issue.message, typeof fix === 'string' ? fix : `See ${name} in .env.example.`);
    delete given[name];
  }
  return schema.parse(given);
}
