import { type PostgresServer, startPostgres } from '../servers/postgres.js';
import { describeHost } from './describe-host.js';

const json = { 'content-type': 'application/json' };

describe('Neighbours', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres.remove());

  describeHost('TypeORM, pino, throttler, helmet, a prefix, versions, a pipe, a filter and interceptors', async () => ({
    name: 'neighbours',
    isApi: true,
    prefixes: { own: '/api/v1', signIn: '/api' },
    env: { DATABASE_URL: await postgres.createDatabase() },
    envWithout: { DATABASE_URL: await postgres.createDatabase() },
    requests: [
      { path: '/api/v1/orders' },
      { path: '/api/v1/orders', method: 'POST', headers: json, body: '{"item":"ball","pieces":2}' },
      { path: '/api/v1/orders', method: 'POST', headers: json, body: '{"item":"ball","pieces":0,"more":1}' },
      { path: '/api/v1/orders/1' },
      { path: '/api/v1/orders/one' },
      { path: '/api/v1/orders/99' },
      { path: '/api/v2/orders' },
    ],
  }));
});
