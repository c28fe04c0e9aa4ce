// `npm run db:sql`: writes packages/signin/sql, which a team takes into migrations of its own, from the migrations as they stand.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaSql } from '../packages/signin/src/database/schema-sql.ts';

const folder = join(import.meta.dirname, '../packages/signin/sql');
mkdirSync(folder, { recursive: true });
for (const kind of ['postgres', 'sqlite']) writeFileSync(join(folder, `${kind}.sql`), await schemaSql(kind));
