import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { startRedis, type RedisServer } from '../servers/redis.js';
import { Browser } from '../support/browser.js';
import { startCollector, type Collector } from '../support/collector.js';
import { signIn } from '../support/sign-in.js';
import { startPair } from '../support/start-pair.js';

describe('Traces of an application on PostgreSQL and Redis', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let collector: Collector;

  beforeAll(async () => {
    [postgres, redis, collector] = await Promise.all([startPostgres(), startRedis(), startCollector()]);
  }, 120_000);

  afterAll(async () => {
    await collector?.close();
    await redis?.remove();
    await postgres?.remove();
  });

  it('show what a request asked of them, without a value or a key', async () => {
    const pair = await startPair({
      DATABASE_URL: await postgres.createDatabase(),
      SESSION_STORE_URL: redis.urls[0] ?? '',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    });
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice', '/profile');
    expect(page.status).toBe(200);
    await pair.close();
    const spans = collector.spans();
    const below = (name: string): string[] => {
      const parents = new Set(spans.filter((span) => span.name === name).map(({ spanId }) => spanId));
      return spans.filter(({ parentSpanId = '' }) => parents.has(parentSpanId)).map((span) => span.name);
    };
    expect(below('GET /authorization-code/callback')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^postgresql /), expect.stringMatching(/^redis /), 'provider token']),
    );
    expect(below('GET /profile')).toContainEqual(expect.stringMatching(/^redis /));
    const statements = JSON.stringify(spans.filter(({ name }) => /^(postgresql|redis) /.test(name)));
    expect(statements).toContain('$1');
    expect(statements).not.toMatch(/alice|okta-nest-signin:|localhost/);
  });
});
