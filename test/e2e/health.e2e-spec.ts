import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { AuthEvents } from '../../packages/signin/src/auth/auth-events.js';
import { Database } from '../../packages/signin/src/database/database.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';
import { startOkta } from '../support/start-okta.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Health and metrics', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ METRICS_TOKEN: 'a-token-for-the-scraper' });
  });

  afterAll(() => pair.close());

  it('is alive, and ready with the state of every part', async () => {
    expect(await (await fetch(`${pair.url}/healthz`)).json()).toEqual({ status: 'ok' });
    await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    const ready = await fetch(`${pair.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      database: { state: 'ok' },
      sessions: { state: 'ok' },
      provider: { state: 'ok' },
    });
  });

  it('counts sign-ins, refusals and sessions for the bearer of the token alone', async () => {
    await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    for (const authorization of ['', 'Bearer another-token', 'a-token-for-the-scraper'])
      expect((await fetch(`${pair.url}/metrics`, { headers: { authorization } })).status).toBe(401);
    const metrics = await (await fetch(`${pair.url}/metrics`, { headers: { authorization: 'Bearer a-token-for-the-scraper' } })).text();
    expect(metrics).toMatch(/signin_logins_total\{outcome="signed_in",reason="",connection="default"\} 1/);
    expect(metrics).toMatch(/signin_logins_total\{outcome="refused",reason="user-not-assigned",connection="default"\} 1/);
    expect(metrics).toMatch(/signin_sessions_active 1/);
    expect(metrics).toMatch(/signin_provider_request_seconds_count\{step="token",outcome="ok",connection="default"\} 1/);
    expect(metrics).toMatch(/signin_http_request_seconds_count\{route="\/profile",status="2xx"\} 1/);
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  });

  it('tells fifty connections apart, and no more', async () => {
    const events = pair.app.app.get(AuthEvents);
    const source = { address: undefined, userAgent: undefined, reference: undefined };
    for (let number = 0; number < 200; number += 1) {
      const session = { key: '', userId: '', connection: `customer-${number}`, issuer: '', subject: '' };
      events.emit('signed_out', { session, reason: 'person', source });
    }
    const metrics = await (await fetch(`${pair.url}/metrics`, { headers: { authorization: 'Bearer a-token-for-the-scraper' } })).text();
    const labels = new Set([...metrics.matchAll(/connection="([^"]*)"/g)].map(([, label]) => label));
    expect(labels.size).toBe(51);
    expect(metrics).toMatch(/signin_sign_outs_total\{reason="person",connection="other"\} 151/);
  });

  it('is not ready while a store is down, and says which and why', async () => {
    const alone = await startPair();
    await alone.app.app.get(Database).close();
    const ready = await fetch(`${alone.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await ready.json()).toMatchObject({
      status: 'unready',
      database: { state: 'down', age: 0, error: expect.stringMatching(/^\w+$/) },
      sessions: { state: 'down' },
      provider: {},
    });
    await alone.close();
  });

  it.each([
    ['a table was dropped', 'drop table signin_audit_events', 'database_incomplete'],
    // SQLite then refuses writes with SQLITE_READONLY, as on a file or a disk that is read-only; mode bits would not stop root.
    ['the SQLite file cannot be written', 'pragma query_only = on', 'store_read_only'],
  ])('is not ready when %s, and says so', async (_what, statement, error) => {
    const alone = await startPair();
    await sql.raw(statement).execute(alone.app.app.get(Database).kysely);
    const ready = await fetch(`${alone.url}/readyz`);
    const report: unknown = await ready.json();
    await alone.close();
    expect([ready.status, report]).toMatchObject([503, { status: 'unready', database: { state: 'down', error }, sessions: { error } }]);
  });

  it('is not ready from the moment that it is told to stop', async () => {
    const goOn = Promise.withResolvers<void>();
    @Module({})
    class SlowToStop implements BeforeApplicationShutdown {
      beforeApplicationShutdown(): Promise<void> {
        return goOn.promise;
      }
    }
    // Nest asks modules that are nearer to its root first.
    @Module({ imports: [SlowToStop] })
    class Nearer {}
    @Module({ imports: [Nearer] })
    class Nearest {}
    const alone = await startPair({}, {}, [Nearest]);
    const stopped = alone.close();
    let report: unknown;
    for (let tries = 0; tries < 100 && (report as { status?: string } | undefined)?.status !== 'unready'; tries += 1)
      report = await (await fetch(`${alone.url}/readyz`)).json();
    goOn.resolve();
    await stopped;
    expect(report).toMatchObject({ status: 'unready', database: { state: 'ok' } });
  });

  it('stays ready for those who are signed in while the provider is down', async () => {
    const okta = await startOkta(`http://localhost:${await freePort()}`);
    await okta.close();
    const alone = await startApp(okta.env);
    await fetch(`${alone.url}/login`, { headers: { accept: 'text/html' } });
    const ready = await fetch(`${alone.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'degraded', provider: { state: 'down', error: 'provider_unreachable' } });
    await alone.close();
  });
});
