import type { OnApplicationShutdown } from '@nestjs/common';
import { DrizzlePeople } from '../../examples/drizzle-users/drizzle-people.js';
import { TypeOrmPeople } from '../../examples/typeorm-users/typeorm-people.js';
import type { UserStore } from '../../packages/signin/src/users/user-store.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { postgresDatabase } from './backends.js';
import type { Backend, OwnPeople } from './instance.js';
import { describeOwnPeople } from './session-contract.js';

let server: PostgresServer;
beforeAll(async () => void (server = await startPostgres()), 60_000);
afterAll(() => server.remove());

/** Sessions and people in one database, each in tables of their own. */
async function withPeople(connect: (url: string) => Promise<UserStore & OnApplicationShutdown>): Promise<Backend> {
  const backend = await postgresDatabase(server);
  const users = await connect(backend.url);
  const deletePerson = (id: string): Promise<unknown> => server.query(backend.url, `delete from people where id = '${id}'`);
  const people: OwnPeople = Object.assign(users, { delete: deletePerson });
  return { ...backend, open: (options) => backend.open({ ...options, people }), remove: async () => users.onApplicationShutdown() };
}

describeOwnPeople('People in TypeORM', () => withPeople((url) => TypeOrmPeople.connect(url)));
describeOwnPeople('People in Drizzle', () => withPeople((url) => DrizzlePeople.connect(url)));
