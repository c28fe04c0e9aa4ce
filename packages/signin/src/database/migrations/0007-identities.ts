import { type Kysely, sql } from 'kysely';

/** Further accounts of a person: rows like theirs, with the id of the person. The release before takes each for a person of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('signin_users')
    .addColumn('person_id', 'text', (c) => c.references('signin_users.id').onDelete('cascade'))
    .execute();
  await db.schema
    .createIndex('signin_users_person')
    .on('signin_users')
    .column('person_id')
    .where(sql.ref('person_id'), 'is not', null)
    .execute();
}
