import { RequestPool } from '../../src/database/postgres.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';

describe('Reads of one turn from PostgreSQL', () => {
  const person = { name: 'test-person', text: 'select name, age, height from people where name = $1' };
  const number = { name: 'test-number', text: 'select $1::int' };
  const older = { name: 'test-older', text: 'select name from people where age > $1 order by name' };
  let server: PostgresServer;
  let url: string;
  let pool: RequestPool;

  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    await server.query(url, 'create table people (name text, age integer, height bigint)');
    await server.query(url, `insert into people values ('Ada', 36, 1700), ('Bob', 7, null), ('Åsa', 80, 1600)`);
  }, 60_000);
  beforeEach(() => void (pool = new RequestPool(url, () => Promise.resolve())));
  afterEach(() => pool.end());
  afterAll(() => server.remove());

  it('go over one connection and each get their own rows', async () => {
    const read = (): Promise<unknown[]> =>
      Promise.all([pool.read(person, ['Ada']), pool.read(older, ['30']), pool.read(person, ['nobody']), pool.read(person, ['Bob'])]);
    const rows = [[['Ada', 36, 1700]], [['Ada'], ['Åsa']], [], [['Bob', 7, null]]];
    expect(await read()).toEqual(rows);
    // Parsed already, and described then.
    expect(await read()).toEqual(rows);
    expect(await connections()).toBe(1);
  });

  it('go over several connections when there are many', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    expect(await Promise.all(numbers.map((value) => pool.read(number, [`${value}`])))).toEqual(numbers.map((value) => [[value]]));
    expect(await connections()).toBeGreaterThan(1);
  });

  it('do not share the mistake of one of them', async () => {
    const reads = ['1', 'two', '3', 'four', '5'].map((value) => pool.read(number, [value]));
    expect(await Promise.allSettled(reads)).toEqual([
      { status: 'fulfilled', value: [[1]] },
      { status: 'rejected', reason: expect.objectContaining({ code: '22P02' }) },
      { status: 'fulfilled', value: [[3]] },
      { status: 'rejected', reason: expect.objectContaining({ code: '22P02' }) },
      { status: 'fulfilled', value: [[5]] },
    ]);
  });

  it('share an outage, and work again after it', async () => {
    const ended = { name: 'test-ended', text: 'select pg_terminate_backend(pg_backend_pid())' };
    const outage = { status: 'rejected', reason: expect.objectContaining({ name: 'StoreUnavailableError', code: 'store_unreachable' }) };
    const reads = [pool.read(number, ['1']), pool.read(ended, []), pool.read(number, ['3'])];
    expect(await Promise.allSettled(reads)).toEqual([{ status: 'fulfilled', value: [[1]] }, outage, outage]);
    expect(await pool.read(number, ['4'])).toEqual([[4]]);
  });

  it('are told when one of them takes too long', async () => {
    const slow = { name: 'test-slow', text: 'select pg_sleep(10)' };
    const reads = [pool.read(slow, []), pool.read(number, ['2'])];
    const outage = { status: 'rejected', reason: expect.objectContaining({ name: 'StoreUnavailableError', code: 'store_timeout' }) };
    expect(await Promise.allSettled(reads)).toEqual([outage, outage]);
  });

  it('are refused after the end', async () => {
    const closed = new RequestPool(url, () => Promise.resolve());
    await closed.end();
    await expect(closed.read(number, ['1'])).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  async function connections(): Promise<number> {
    const others = { name: 'test-connections', text: 'select count(*) from pg_stat_activity where datname = current_database()' };
    const [row] = await pool.read<[number]>(others, []);
    return row?.[0] ?? 0;
  }
});
