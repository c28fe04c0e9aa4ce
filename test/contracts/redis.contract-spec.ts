import { startRedis } from '../servers/redis.js';
import { redisSessions } from './backends.js';
import { signIn } from './people.js';
import { describeSessionsOnServer } from './session-contract.js';

describeSessionsOnServer('Redis', async () => redisSessions(await startRedis()));

describe('A Redis that is full', () => {
  it('serves those who are signed in, refuses sign-ins with one error, and goes on when there is room', async () => {
    const server = await startRedis();
    const backend = await redisSessions(server);
    const app = await backend.open();
    const person = await signIn(app);

    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    expect(await app.sessions.read(person.cookie)).toEqual(person.session);
    await expect(signIn(app, { user: person.user })).rejects.toMatchObject({ name: 'StoreUnavailableError', code: 'store_full' });

    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    await signIn(app, { user: person.user });
    expect(await app.sessions.list(person.user.id)).toHaveLength(2);
    await app.close();
    await backend.remove();
  });
});

describe('A ping of Redis', () => {
  it.each([
    ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], 'store_full'],
    ['became a replica', ['REPLICAOF', '127.0.0.1', '1'], 'store_read_only'],
  ])('tells when it %s, though it can be read', async (_what, command, code) => {
    const server = await startRedis();
    const backend = await redisSessions(server);
    const app = await backend.open();
    await app.sessions.ping();
    await server.command(...command);
    await expect(app.sessions.ping()).rejects.toMatchObject({ name: 'StoreUnavailableError', code });
    await app.close();
    await backend.remove();
  });
});
