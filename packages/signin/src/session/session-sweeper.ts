import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StoreUnavailableError } from '../database/errors.js';
import type { OnEnded } from './session.js';
import { SessionStore } from './session-store.js';
import { Sessions } from './sessions.js';

const intervalMs = 60_000;

/** Removes what is over once a minute, and closes the store with the application. */
@Injectable()
export class SessionSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Is given what a sweep removes, with its tokens. */
  onEnded: OnEnded | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly log = new Logger('Sessions');

  constructor(
    private readonly sessions: Sessions,
    private readonly store: SessionStore,
  ) {}

  onApplicationBootstrap(): void {
    this.plan();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.store.close();
  }

  private plan(): void {
    if (this.stopped) return;
    // Spread, so that instances that were started together do not sweep together.
    this.timer = setTimeout(() => void this.sweep(), intervalMs * (0.5 + Math.random())).unref();
  }

  private async sweep(): Promise<void> {
    try {
      await this.sessions.sweep(this.onEnded);
    } catch (error) {
      // A store that is down is swept when it is back.
      if (!(error instanceof StoreUnavailableError)) this.log.error(error instanceof Error ? error.message : error);
    }
    this.plan();
  }
}
