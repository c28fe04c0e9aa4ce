import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type User, type UserDetails, UserStore } from '@fanlight/signin';
import { and, eq, or, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { people } from './schema.js';

/** Sign-in keeps people in this application's own table. */
export class DrizzlePeople extends UserStore {
  private readonly db: NodePgDatabase;

  /** The pool may be the one that the rest of the application uses. */
  constructor(private readonly pool: pg.Pool) {
    super();
    this.db = drizzle({ client: pool });
  }

  static async connect(url: string): Promise<DrizzlePeople> {
    const pool = new pg.Pool({ connectionString: url });
    await pool.query(await readFile(join(import.meta.dirname, 'people.sql'), 'utf8'));
    return new DrizzlePeople(pool);
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }

  async recordSignIn({ connection, issuer, subject, name, username, email, emailVerified }: UserDetails): Promise<User> {
    // What is undefined stays as it is. An address comes with whether it is verified, or not at all.
    const known = { connection, issuer, subject, name, username, ...(email ? { email, emailVerified } : {}) };
    const recorded = this.db
      .insert(people)
      .values(known)
      .onConflictDoUpdate({ target: [people.connection, people.issuer, people.subject], set: known });
    const [person] = await recorded.returning();
    if (person === undefined) throw new Error('Nobody was recorded.');
    return toUser(person);
  }

  async find(issuer: string, subject: string, connection = 'default'): Promise<User | undefined> {
    const found = this.db
      .select()
      .from(people)
      .where(and(eq(people.connection, connection), eq(people.issuer, issuer), eq(people.subject, subject)));
    return (await found).map(toUser)[0];
  }

  async search(text: string): Promise<User[]> {
    const isMeant = or(sql`lower(${people.email}) = lower(${text})`, eq(people.subject, text), sql`${people.id}::text = ${text}`);
    return (await this.db.select().from(people).where(isMeant)).map(toUser);
  }
}

function toUser({ id, connection, issuer, subject, name, username, email, emailVerified }: typeof people.$inferSelect): User {
  return {
    id: String(id),
    connection,
    issuer,
    subject,
    name: name ?? undefined,
    username: username ?? undefined,
    email: email ?? undefined,
    emailVerified,
  };
}
