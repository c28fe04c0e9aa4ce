import { DatabaseSync } from 'node:sqlite';
import { Kysely, type TableMetadata } from 'kysely';
import type { Migration } from 'kysely/migration';
import { NodeSqliteDialect } from './sqlite-dialect.js';

/**
 * What `migrations` make and `db` does not have, and columns in `db` that would have to be filled: empty when newer migrations only added.
 * Each as `table.column`, with what is the matter.
 */
export async function lackingFor<DB>(db: Kysely<DB>, migrations: Readonly<Record<string, Migration>>): Promise<string[]> {
  const found = await db.introspection.getTables();
  return (await tablesOf(migrations)).flatMap((needed) => {
    const table = found.find(({ name }) => name === needed.name);
    return table === undefined ? [`${needed.name} is missing`] : compare(needed, table);
  });
}

function compare(needed: TableMetadata, found: TableMetadata): string[] {
  const has = ({ columns }: TableMetadata, name: string): boolean => columns.some((column) => column.name === name);
  const missing = needed.columns.filter(({ name }) => !has(found, name)).map(({ name }) => `${needed.name}.${name} is missing`);
  const demanded = found.columns
    .filter(({ name, isNullable, hasDefaultValue }) => !has(needed, name) && !isNullable && !hasDefaultValue)
    .map(({ name }) => `${needed.name}.${name} must be filled`);
  return [...missing, ...demanded];
}

/** By making them, so that they are written down once. */
async function tablesOf(migrations: Readonly<Record<string, Migration>>): Promise<TableMetadata[]> {
  const sample = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
  try {
    for (const migration of Object.values(migrations)) await migration.up(sample);
    return await sample.introspection.getTables();
  } finally {
    await sample.destroy();
  }
}
