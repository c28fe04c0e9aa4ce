import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { HealthCheckResult, HealthCheckStatus, HealthIndicatorResult } from '@nestjs/terminus';
import { Database, Sessions } from '@fanlight/signin';
import { reusedFor } from '../http/reused-for.js';
import { RelyingParty } from '@fanlight/oidc';

const statusOf = {
  ok: 'ready',
  /** Signed-in people are served, new sign-ins are not. */
  degraded: 'degraded',
  error: 'unready',
  // A balancer sends new people elsewhere, while requests under way are finished.
  shutting_down: 'unready',
} as const satisfies Record<HealthCheckStatus, string>;

/** Milliseconds for which what a store said counts: probes of many kinds must not become a load of their own. */
const freshForMs = 1000;

/** Whether this instance can serve people. */
@Injectable()
export class Readiness {
  private readonly indicators: (() => Promise<HealthIndicatorResult> | HealthIndicatorResult)[];

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly relyingParty: RelyingParty,
    database: Database,
    sessions: Sessions,
  ) {
    // The place for indicators of one's own: https://docs.nestjs.com/recipes/terminus
    this.indicators = [this.store('database', () => database.ping()), this.store('sessions', () => sessions.ping()), () => this.provider()];
  }

  /** Each part by its name. The age is in seconds; of what is down `error` is a stable code, never an address or a message. */
  async report() {
    const { status, details } = await this.health.check(this.indicators).catch((error: unknown): HealthCheckResult => {
      // Terminus throws what it found.
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    });
    return { ...details, status: statusOf[status] };
  }

  private store(name: string, ping: () => Promise<void>): () => Promise<HealthIndicatorResult> {
    const indicator = this.indicator.check(name);
    const lastKnown = reusedFor(freshForMs, async () => {
      const error = await ping().then(() => undefined, codeOf);
      return { error, at: Date.now() };
    });
    return async () => {
      const { error, at } = await lastKnown();
      const age = this.age(at);
      return error === undefined ? indicator.up({ state: 'ok', age }) : indicator.down({ state: 'down', age, error });
    };
  }

  /** What is known; while nothing is, or the provider was down, it is asked again behind the scenes. */
  private provider(): HealthIndicatorResult {
    const { state, checkedAt, error } = this.relyingParty.status();
    if (state === 'unknown' || state === 'down') this.relyingParty.metadata().catch(() => undefined);
    const indicator = this.indicator.check('provider');
    const part = { state: state === 'ready' ? 'ok' : state, age: this.age(checkedAt), ...(error && { error: error.code }) };
    return state === 'down' ? indicator.degraded(part) : indicator.up(part);
  }

  private age(at: number | undefined): number {
    return at === undefined ? 0 : Math.max(0, Math.round((Date.now() - at) / 1000));
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}
