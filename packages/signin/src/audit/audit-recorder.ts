import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuthEvents, type EventSession } from '../auth/auth-events.js';
import type { RefusedPerson } from '../auth/sign-in-error.js';
import type { RequestSource } from '../auth/access/incoming-request.js';
import { AuditTrail, type AuditEvent } from './audit-trail.js';

const unknownSource: RequestSource = { address: undefined, userAgent: undefined, reference: undefined };
/** Milliseconds between removals of what is old, and how many at a time. */
const removalIntervalMs = 10 * 60 * 1000;
const removalBatch = 500;

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
    this.events.beforeSignedIn = ({ session, source }) => this.trail.add(eventOf('signed_in', undefined, session, source));
    this.events.on('signed_in', ({ session, source }) => void this.log('signed_in', undefined, session, source));
    this.events.on('signed_out', ({ session, reason, source }) => this.record('signed_out', reason, session, source));
    this.events.on('revoked', ({ session, outcome }) => this.record('revoked', outcome, session, unknownSource));
    this.events.on('refresh_failed', ({ session, code }) => this.record('refresh_failed', code, session, unknownSource));
    for (const kind of ['identity_added', 'identity_removed'] as const)
      this.events.on(kind, ({ session, connection, source }) => this.record(kind, connection, session, source));
    this.events.on('refused', ({ reason, person, connection, source }) => this.record('refused', reason, person, source, connection));
    this.events.on('provisioned', ({ source, ...event }) => {
      const at = Date.now();
      this.logger.log('provisioned', { at, ...event, ...source });
      const { change: reason, connection } = event;
      for (const userId of event.userIds) this.keep({ at, kind: 'provisioned', reason, userId, connection, session: undefined, ...source });
    });
    const removeOld = (): void => void this.trail.removeOld(Date.now(), removalBatch).catch(() => undefined);
    this.timer = setInterval(removeOld, removalIntervalMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.writing);
  }

  private record(...about: Parameters<typeof eventOf>): void {
    const event = this.log(...about);
    if (event.userId !== undefined) this.keep(event);
  }

  private log(...about: Parameters<typeof eventOf>): AuditEvent {
    const [kind, , whose] = about;
    const event = eventOf(...about);
    this.logger.log(kind, { ...event, issuer: whose?.issuer, subject: whose?.subject });
    return event;
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
}

function eventOf(
  kind: AuditEvent['kind'],
  reason: string | undefined,
  whose: EventSession | RefusedPerson | undefined,
  source: RequestSource,
  connection = whose?.connection,
): AuditEvent {
  const session = whose !== undefined && 'key' in whose ? whose.key : undefined;
  return { at: Date.now(), kind, reason, userId: whose?.userId, connection, session, ...source };
}
