import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ConnectionTableError } from '../../connections/connection-table-error.js';
import type { ConnectionTable, StoredConnection } from '../../connections/connection-table.js';
import { SignInError } from '../sign-in-error.js';
import { ConnectionSource, type SourcedConnection } from './connection-source.js';

/** Of those that a page offers; whoever is not among them comes by their e-mail address. */
const maxShown = 50;
/** Milliseconds for which it counts that there is none: all that is not read anew at each sign-in. */
const emptyMs = 4000;

/** The connections in the database, read anew at each sign-in and refresh, so that a change counts at once on every instance. */
@Injectable()
export class StoredConnections extends ConnectionSource implements OnApplicationBootstrap {
  private readonly logger = new Logger('Connections');
  private emptiness: { readonly until: number; readonly isEmpty: Promise<boolean> } | undefined;

  constructor(
    private readonly table: ConnectionTable,
    private readonly now: () => number = Date.now,
  ) {
    super();
  }

  /** Those that a secret before the newest has sealed; one that is down now has time until the older secret goes. */
  onApplicationBootstrap(): void {
    this.table
      .reseal()
      .catch((error: unknown) => this.logger.warn(`Not sealed anew: ${error instanceof Error ? error.message : String(error)}`));
  }

  async byId(id: string): Promise<SourcedConnection | undefined> {
    return sourced(await this.table.byId(id).catch(asSignInError));
  }

  async byDomain(domain: string): Promise<SourcedConnection | undefined> {
    return sourced(await this.table.byDomain(domain).catch(asSignInError));
  }

  override async byScimToken(hash: string): Promise<SourcedConnection | undefined> {
    return sourced(await this.table.byScimToken(hash).catch(asSignInError));
  }

  async byIssuer(issuer: string): Promise<SourcedConnection[]> {
    return (await this.table.byIssuer(issuer)).map((stored) => sourced(stored));
  }

  async shown(): Promise<SourcedConnection[]> {
    return (await this.table.shown(maxShown)).map((stored) => sourced(stored));
  }

  override isEmpty(): Promise<boolean> {
    const now = this.now();
    if (this.emptiness === undefined || this.emptiness.until <= now) {
      const isEmpty = this.table.isEmpty();
      // A failure is not for the next who asks.
      isEmpty.catch(() => (this.emptiness = undefined));
      this.emptiness = { until: now + emptyMs, isEmpty };
    }
    return this.emptiness.isEmpty;
  }
}

function sourced(stored: StoredConnection): SourcedConnection;
function sourced(stored: StoredConnection | undefined): SourcedConnection | undefined;
function sourced(stored: StoredConnection | undefined): SourcedConnection | undefined {
  if (stored === undefined) return undefined;
  const named = new Map([...stored.texts].map(([name, value]) => [name, { value, writtenAs: name }] as const));
  return { id: stored.id, enabled: stored.isEnabled, provider: { named } };
}

function asSignInError(cause: unknown): never {
  throw cause instanceof ConnectionTableError ? new SignInError('connection_unusable', cause.message, { cause }) : cause;
}
