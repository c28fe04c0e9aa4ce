import { type FactoryProvider, Injectable, type InjectionToken, Logger } from '@nestjs/common';
import { clientOptionsOf } from '../../config/client-options.js';
import { defaultConnection, type ProviderSettings, Settings } from '../../config/settings.js';
import { type JsonObject, type Notice, RelyingParty } from '@fanlight/oidc';
import { ConnectionTable } from '../../connections/connection-table.js';
import { Database } from '../../database/database.js';
import { KeyRing } from '../../session/key-ring.js';
import type { Session } from '../../session/session.js';
import { OwnRoutes } from '../http/own-routes.js';
import { Tracing } from '../../tracing/tracing.js';
import { AuthEvents } from '../auth-events.js';
import type { Connection, MakeRelyingParty } from './connection.js';
import type { ConnectionSource } from './connection-source.js';
import { Connections } from './connections.js';
import { StoredConnections } from './stored-connections.js';

/** What an operator should see: once, such as an endpoint that differs from the settings, or each time that it begins, such as an outage. */
@Injectable()
export class NoticeLog {
  private readonly logger = new Logger('Provider');
  private readonly written = new Set<string>();

  /** `connection`: its id. */
  write({ code, message, recurs }: Notice, connection = defaultConnection): void {
    const line = `${connection === defaultConnection ? '' : `connection ${connection}: `}${code}: ${message}`;
    if (recurs !== true && this.written.has(line)) return;
    this.written.add(line);
    this.logger.warn(line);
  }
}

/** Injects the sources of connections beside the settings, in the order in which they are asked. */
export const CONNECTION_SOURCES = Symbol('connection sources');

/** `options`: the token of the module's options. */
export function sourcesProvider(options: InjectionToken): FactoryProvider<readonly ConnectionSource[]> {
  const useFactory = ({ connectionSource }: { readonly connectionSource?: ConnectionSource }, stored: StoredConnections) =>
    connectionSource === undefined ? [stored] : [connectionSource, stored];
  return { provide: CONNECTION_SOURCES, inject: [options, StoredConnections], useFactory };
}

const connectionsProvider: FactoryProvider<Connections> = {
  provide: Connections,
  inject: [Settings, CONNECTION_SOURCES, OwnRoutes, AuthEvents, NoticeLog, Tracing],
  useFactory: (settings: Settings, sources: readonly ConnectionSource[], ...watchers: Watchers) =>
    new Connections(settings, maker(settings, ...watchers), sources),
};

/** The client of the default connection. It is made at once, so that a key that cannot be used ends the start. */
const relyingPartyProvider: FactoryProvider<RelyingParty> = {
  provide: RelyingParty,
  inject: [Connections],
  useFactory: (connections: Connections) => connections.default.relyingParty,
};

const storedProvider: FactoryProvider<StoredConnections> = {
  provide: StoredConnections,
  inject: [Database, KeyRing],
  useFactory: (database: Database, ring: KeyRing) =>
    new StoredConnections(new ConnectionTable(database, ring, (message) => new Logger('Connections').error(message))),
};

export const connectionProviders = [storedProvider, connectionsProvider, relyingPartyProvider];

type Watchers = [routes: OwnRoutes, events: AuthEvents, notices: NoticeLog, tracing: Tracing];

function maker({ publicUrl }: Settings, ...[routes, events, notices, tracing]: Watchers): MakeRelyingParty {
  return (connection: string, provider: ProviderSettings) =>
    new RelyingParty({
      ...clientOptionsOf({ provider, publicUrl, connection }),
      // The host sets its global prefix after this.
      get redirectUri() {
        return publicUrl.origin + routes.callback(connection);
      },
      onNotice: (notice) => notices.write(notice, connection),
      onRequest: (request) => events.emit('provider_request', { ...request, connection }),
      around: (request, send) => tracing.around(request, send),
    });
}

/** Origins to which our sign-out form may lead: the provider's, as far as settings and discovery name them. */
@Injectable()
export class ProviderOrigins {
  private readonly read = new WeakMap<Connection, { readonly from: JsonObject | undefined; readonly origins: readonly string[] }>();

  constructor(private readonly connections: Connections) {}

  /** Of the default connection. */
  current(): readonly string[] {
    return this.of(this.connections.default);
  }

  /** Without asking a source: of a connection that is not known here, the issuer's alone. */
  ofSession({ connection, issuer }: Pick<Session, 'connection' | 'issuer'>): readonly string[] {
    const known = this.connections.inUse(connection);
    return known === undefined ? originsOf([issuer]) : this.of(known);
  }

  of(connection: Connection): readonly string[] {
    const { knownMetadata: from } = connection.relyingParty;
    const known = this.read.get(connection);
    if (known !== undefined && known.from === from) return known.origins;
    const { server, endSession } = connection.provider;
    const origins = originsOf([server.issuer, server.endpoints?.logout, endSession?.url, from?.end_session_endpoint]);
    this.read.set(connection, { from, origins });
    return origins;
  }
}

function originsOf(urls: readonly unknown[]): readonly string[] {
  const origins = urls.flatMap((url) => (typeof url === 'string' ? (URL.parse(url)?.origin ?? []) : []));
  return [...new Set(origins)].filter((origin) => origin !== 'null');
}
