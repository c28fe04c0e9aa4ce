import { oidc, SignInModule } from '@fanlight/signin';
import { signedInAs } from '@fanlight/signin/testing';
import type { OnApplicationShutdown } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
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
  return {
    ...backend,
    open: (options) => backend.open({ ...options, people }),
    remove: async () => void (await users.onApplicationShutdown()),
  };
}

describeOwnPeople('People in TypeORM', () => withPeople((url) => TypeOrmPeople.connect(url)));
describeOwnPeople('People in Drizzle', () => withPeople((url) => DrizzlePeople.connect(url)));

describe('An application that keeps its people itself', () => {
  it('signs in to its own rows, and signin_users stays empty', async () => {
    const url = await server.createDatabase();
    const module = SignInModule.forRootAsync({
      useFactory: async () => ({
        userStore: await TypeOrmPeople.connect(url),
        database: url,
        publicUrl: 'https://shop.example',
        sessionSecret: 'Zq8+3Lw/9xTf2Vb7Ns1Rm4Hc6Jd5kP0yUe4Wg7Xa=',
        provider: oidc({ issuer: 'https://idp.example', clientId: 'shop', clientSecret: 'Yw8Tq2Lx6Vn4' }),
        variables: { NODE_ENV: 'test' },
      }),
    });
    const app = (await Test.createTestingModule({ imports: [module] }).compile()).createNestApplication(new FastifyAdapter());
    await app.init();
    const ada = { subject: '00u1', name: 'Ada', email: 'ada@example.com' };
    const [first, again] = [await signedInAs(app, ada), await signedInAs(app, ada)];
    const rows = await server.query(url, 'select id, name, email, plan, (select count(*)::int from signin_users) as ours from people');
    expect(rows).toEqual([{ id: first.session.userId, name: 'Ada', email: 'ada@example.com', plan: 'trial', ours: 0 }]);
    expect(again.session.userId).toBe(first.session.userId);
    await app.close();
  });
});
