import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '../auth/clock.js';
import { Database } from '../database/database.js';
import { RelyingParty } from '../oidc/relying-party.js';
import { Sessions } from '../session/sessions.js';

export interface PartReport {
  readonly state: 'ok' | 'down' | 'stale' | 'unknown';
  /** Seconds since this was last known. */
  readonly age: number;
  /** A stable code, never an address or a message. */
  readonly error?: string;
}

export interface ReadinessReport {
  /** `degraded`: signed-in people are served, new sign-ins are not. */
  readonly status: 'ready' | 'degraded' | 'unready';
  readonly database: PartReport;
  readonly sessions: PartReport;
  readonly provider: PartReport;
}

/** Milliseconds for which an answer of a store counts: probes of many kinds must not become a load of their own. */
const freshness = 1000;
const unknown: PartReport = { state: 'unknown', age: 0 };

/** Whether this instance can serve people. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private readonly database: Probe;
  private readonly sessions: Probe;
  private leaving = false;

  constructor(
    database: Database,
    sessions: Sessions,
    private readonly relyingParty: RelyingParty,
    private readonly clock: Clock,
  ) {
    this.database = new Probe(() => database.ping(), clock);
    this.sessions = new Probe(() => sessions.ping(), clock);
  }

  async report(): Promise<ReadinessReport> {
    const [database, sessions] = await Promise.all([this.database.report(), this.sessions.report()]);
    const provider = this.provider();
    const stores = database.state === 'ok' && sessions.state === 'ok';
    const status = this.leaving || !stores ? 'unready' : provider.state === 'down' ? 'degraded' : 'ready';
    return { status, database, sessions, provider };
  }

  /** From now on a balancer sends new people elsewhere, while requests under way are finished. */
  beforeApplicationShutdown(): void {
    this.leaving = true;
  }

  /** What is known; while nothing is, or the provider was down, it is asked again behind the scenes. */
  private provider(): PartReport {
    const { state, checkedAt, error } = this.relyingParty.status();
    if (state === 'unknown' || state === 'down') this.relyingParty.metadata().catch(() => undefined);
    const age = checkedAt === undefined ? 0 : Math.round((this.clock.milliseconds() - checkedAt) / 1000);
    return { state: state === 'ready' ? 'ok' : state, age, ...(error === undefined ? {} : { error: error.code }) };
  }
}

/** Asks a store at most once a second, whoever wants to know. */
class Probe {
  private last: PartReport = unknown;
  private at = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly ask: () => Promise<void>,
    private readonly clock: Clock,
  ) {}

  async report(): Promise<PartReport> {
    if (this.clock.milliseconds() - this.at > freshness) await (this.asking ??= this.refresh());
    return { ...this.last, age: Math.max(0, Math.round((this.clock.milliseconds() - this.at) / 1000)) };
  }

  private async refresh(): Promise<void> {
    try {
      await this.ask();
      this.last = { state: 'ok', age: 0 };
    } catch (error) {
      this.last = { state: 'down', age: 0, error: codeOf(error) };
    }
    this.at = this.clock.milliseconds();
    this.asking = undefined;
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}
