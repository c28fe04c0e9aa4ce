import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuthEvents, type Origin, type Person } from '../auth/auth-events.js';
import type { AuditEvent } from './audit-event.js';
import { AuditTrail } from './audit-trail.js';

const nowhere: Origin = { address: undefined, userAgent: undefined, reference: undefined };
/** Milliseconds between removals of what is old, and how many at a time. */
const interval = 10 * 60 * 1000;
const batch = 500;

/** Writes what happens to sign-ins into the log, and into the trail where it is about a person. */
@Injectable()
export class AuditRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly writing = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: AuthEvents,
    private readonly trail: AuditTrail,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on('signed_in', ({ person, origin }) => this.record('signed_in', undefined, person, origin));
    this.events.on('signed_out', ({ person, reason, origin }) => this.record('signed_out', reason, person, origin));
    this.events.on('revoked', ({ person, outcome }) => this.record('revoked', outcome, person, nowhere));
    this.events.on('refresh_failed', ({ person, code }) => this.record('refresh_failed', code, person, nowhere));
    this.events.on('refused', ({ reason, origin }) => this.record('refused', reason, undefined, origin));
    this.timer = setInterval(() => void this.removeOld(), interval).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.writing);
  }

  private record(kind: AuditEvent['kind'], reason: string | undefined, person: Person | undefined, origin: Origin): void {
    const event = { at: Date.now(), kind, reason, userId: person?.userId, session: person?.session, ...origin };
    this.logger.log(kind, { ...event, issuer: person?.issuer, subject: person?.subject });
    if (event.userId !== undefined) this.keep(event);
  }

  /** Nobody waits for the trail: the log already has the event, and a store that is down must not keep anybody from signing out. */
  private keep(event: AuditEvent): void {
    const written = this.trail
      .add(event)
      .catch((error: unknown) =>
        this.logger.warn(`An audit event could not be kept: ${error instanceof Error ? error.message : String(error)}`),
      )
      .then(() => void this.writing.delete(written));
    this.writing.add(written);
  }

  private async removeOld(): Promise<void> {
    await this.trail.removeOld(Date.now(), batch).catch(() => undefined);
  }
}
