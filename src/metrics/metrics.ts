import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { AuthEvents, Sessions } from '@fanlight/signin';
import { reusedFor } from '../http/reused-for.js';

const maxConnections = 50;

/** Everything that is counted, in one place: names and labels are what dashboards and alerts hold on to. */
@Injectable()
export class Metrics implements OnApplicationBootstrap {
  readonly registry = new Registry();
  private readonly connections = new Set<string>();

  private readonly logins = this.counter(
    'signin_logins_total',
    'Sign-ins by outcome; reason is the id under which docs/okta.md explains what went wrong',
    ['outcome', 'reason', 'connection'],
  );
  private readonly signOuts = this.counter('signin_sign_outs_total', 'Sessions that were ended, by reason', ['reason', 'connection']);
  private readonly refreshes = this.counter('signin_token_refreshes_total', 'Refreshes of access tokens by outcome', [
    'outcome',
    'connection',
  ]);
  private readonly revocations = this.counter('signin_token_revocations_total', 'Revocations of refresh tokens by outcome', [
    'outcome',
    'connection',
  ]);
  private readonly provider = this.histogram(
    'signin_provider_request_seconds',
    'Requests to the provider by step and outcome',
    ['step', 'outcome', 'connection'],
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  );
  private readonly requests = this.histogram(
    'signin_http_request_seconds',
    'Requests by route and class of status',
    ['route', 'status'],
    [0.001, 0.005, 0.025, 0.1, 0.5, 2],
  );

  constructor(
    private readonly events: AuthEvents,
    sessions: Sessions,
  ) {
    collectDefaultMetrics({ register: this.registry });
    const count = reusedFor(1000, () => sessions.count());
    new Gauge({
      name: 'signin_sessions_active',
      help: 'Sessions that are not over, on all instances that share the store; absent while the store does not respond',
      registers: [this.registry],
      async collect() {
        await count().then(
          (live) => this.set(live),
          () => this.reset(),
        );
      },
    });
  }

  onApplicationBootstrap(): void {
    const { events } = this;
    events.on('signed_in', ({ session }) => this.logins.inc({ outcome: 'signed_in', reason: '', ...this.of(session.connection) }));
    events.on('refused', ({ connection, outcome, reason }) => this.logins.inc({ outcome, reason, ...this.of(connection) }));
    events.on('signed_out', ({ session, reason }) => this.signOuts.inc({ reason, ...this.of(session.connection) }));
    events.on('refreshed', ({ session }) => this.refreshes.inc({ outcome: 'done', ...this.of(session.connection) }));
    events.on('refresh_failed', ({ session }) => this.refreshes.inc({ outcome: 'failed', ...this.of(session.connection) }));
    events.on('revoked', ({ session, outcome }) => this.revocations.inc({ outcome, ...this.of(session?.connection) }));
    events.on('provider_request', ({ connection, step, outcome, seconds }) =>
      this.provider.observe({ step, outcome, ...this.of(connection) }, seconds),
    );
  }

  /** Times every request, by the route's pattern: what people type must not become a label. */
  observe(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      this.requests.observe({ route, status: `${Math.trunc(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
      done();
    });
  }

  /** A connection as a label. Each makes series of its own: the first fifty are told apart. */
  private of(id = ''): { connection: string } {
    if (this.connections.size < maxConnections) this.connections.add(id);
    return { connection: this.connections.has(id) ? id : 'other' };
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** `buckets` in seconds. */
  private histogram<Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
