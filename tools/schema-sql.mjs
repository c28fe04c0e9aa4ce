// `npm run db:sql`: writes the folder sql of each package with tables, which a team takes into migrations of its own, from the migrations as they stand.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scimTables } from '../packages/scim/src/database/migrations.ts';
import { schemaSql } from '../packages/signin/src/database/schema-sql.ts';

for (const [name, tables] of [['signin'], ['scim', scimTables]]) {
  const folder = join(import.meta.dirname, '../packages', name, 'sql');
  mkdirSync(folder, { recursive: true });
  for (const kind of ['postgres', 'sqlite']) writeFileSync(join(folder, `${kind}.sql`), await schemaSql(kind, tables));
}
