import { hash, timingSafeEqual } from 'node:crypto';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';
import { ProblemList } from '../../config/configuration-error.js';
import { readConnection } from '../../config/provider/connection-settings.js';
import type { ConnectionSettings, Settings } from '../../config/settings.js';
import { isConnectionId } from '../../config/variables/connection-variables.js';
import { type Provider, providerOf } from '../../pages/pages.js';
import { connectionTexts } from '../../options/sign-in-options.js';
import type { Session } from '../../session/session.js';
import { SignInError } from '../sign-in-error.js';
import { Connection, type MakeRelyingParty, mayBeOf } from './connection.js';
import type { ConnectionSource, SourcedConnection } from './connection-source.js';

/** Clients of providers that are kept, each with discovery document and keys; the least recently used gives way. */
const maxKept = 100;

/** Keys that are tried on one encrypted token: each costs about a millisecond, and anybody may send one. */
const maxDecrypting = 10;

interface Kept {
  readonly connection: Connection;
  /** What it was made of: a source that has changed it gives another. */
  readonly madeOf: unknown;
}

/** Every way to sign in: those of the settings first, then those of the host's source and of the database. */
export class Connections {
  /** That of the settings without a name in front. */
  readonly default: Connection;
  private readonly configured: ReadonlyMap<string, ConnectionSettings>;
  /** Least recently used first. */
  private readonly kept = new Map<string, Kept>();
  private readonly logger = new Logger('Connections');
  /** As they said last. */
  private areSourcesEmpty = true;

  constructor(
    private readonly settings: Pick<Settings, 'connections' | 'entry' | 'proxy' | 'dataDirectory'>,
    private readonly make: MakeRelyingParty,
    private readonly sources: readonly ConnectionSource[] = [],
  ) {
    const [first] = settings.connections;
    if (first === undefined) throw new RangeError('The settings name no connection.');
    this.default = new Connection(first, true, make);
    this.configured = new Map(settings.connections.map((connection) => [connection.id, connection]));
  }

  /** The id as addresses of /login carry it, so that nobody is asked to choose again; undefined: there was no choice. */
  named(id: string): string | undefined {
    return id !== this.default.id || this.configured.size > 1 || !this.areSourcesEmpty ? id : undefined;
  }

  /** Undefined: there is none of that id (any more). @throws what a source throws; SignInError connection_unusable */
  async find(id: string): Promise<Connection | undefined> {
    const configured = this.configured.get(id);
    if (configured !== undefined) return this.keep(configured, configured, true);
    if (!isConnectionId(id)) return undefined;
    const found = await this.firstOf((source) => source.byId(id));
    return found && this.read(found);
  }

  /** False: there is certainly none of that id any more. A source that cannot be asked, or gives one that cannot be used, ends no session. */
  mayBe(id: string): Promise<boolean> {
    return this.find(id).then(
      (found) => found !== undefined,
      () => true,
    );
  }

  /** That of a session; undefined where it is gone, or is another provider's now, which must not be given what its predecessor issued. */
  async ofSession({ connection: id, issuer }: Pick<Session, 'connection' | 'issuer'>): Promise<Connection | undefined> {
    const connection = await this.find(id);
    return connection !== undefined && (await connection.isIssuer(issuer)) ? connection : undefined;
  }

  /** The one where people of a domain sign in. */
  async byDomain(domain: string): Promise<Connection | undefined> {
    const configured = this.settings.connections.find(({ domains }) => domains.includes(domain));
    if (configured !== undefined) return this.keep(configured, configured, true);
    const found = await this.firstOf((source) => source.byDomain(domain));
    return found && this.read(found);
  }

  /** The one whose directory has that token. */
  async byScimToken(token: string): Promise<Connection | undefined> {
    const configured = this.settings.connections.find(({ scim }) => scim.tokens.some((known) => isSame(known, token)));
    if (configured !== undefined) return this.keep(configured, configured, true);
    const found = await this.firstOf((source) => source.byScimToken(hash('sha256', token, 'base64url')));
    return found && this.read(found);
  }

  /** Whether a directory may have a token at all. */
  async mayBeProvisioned(): Promise<boolean> {
    if (this.settings.connections.some(({ scim }) => scim.tokens.length > 0)) return true;
    return (await Promise.all(this.sources.map((source) => source.isEmpty()))).includes(false);
  }

  /** Those at an issuer: several, where this application has several clients there. */
  byIssuer(issuer: string): Promise<Connection[]> {
    return this.at(issuer, (connection) => connection.isIssuer(issuer));
  }

  /** Those whose provider, or whose organisation at Okta, an issuer is: either may sign requests to sign people out. */
  bySigner(issuer: string): Promise<Connection[]> {
    const signs = async (connection: Connection): Promise<boolean> =>
      connection.provider.server.orgUrl === issuer || (await connection.isIssuer(issuer));
    return this.at(issuer, signs);
  }

  /** One for each key for encrypted tokens that the settings name. Sources are not asked: each of thousands may have one. */
  decrypting(): Connection[] {
    const withKey = this.settings.connections.filter(({ provider }) => provider.idTokenDecryptionKey !== undefined);
    const byKey = new Map(withKey.map((one) => [one.provider.idTokenDecryptionKey, one]));
    return [...byKey.values()].slice(0, maxDecrypting).map((one) => this.keep(one, one, true));
  }

  /** Those that people are offered. */
  async shown(): Promise<Connection[]> {
    const configured = this.settings.connections.filter(({ hidden }) => !hidden).map((one) => this.keep(one, one, true));
    const sourced = await Promise.all(this.sources.map((source) => source.shown()));
    return [...configured, ...this.usable(sourced.flat())];
  }

  /** The one connection that there is; undefined: there are several. */
  async only(): Promise<Connection | undefined> {
    if (this.configured.size > 1) return undefined;
    this.areSourcesEmpty = await this.areAllConfigured();
    return this.areSourcesEmpty ? this.default : undefined;
  }

  /** Whether the settings name every connection that there is. */
  async areAllConfigured(): Promise<boolean> {
    return (await Promise.all(this.sources.map((source) => source.isEmpty()))).every(Boolean);
  }

  /** What is known of a connection without asking a source: the settings of all that they name, and of those in use. */
  known(id: string): ConnectionSettings | undefined {
    return this.configured.get(id) ?? this.kept.get(id)?.connection.settings;
  }

  /** Who signed that session in, for pages. Asks no source: of one that is not known here, the issuer. */
  providerOf({ connection, issuer }: Pick<Session, 'connection' | 'issuer'>): Provider {
    return providerOf(this.known(connection)?.provider.server ?? { label: issuer, issuer });
  }

  /** One that needs not be read from a source now. */
  inUse(id: string): Connection | undefined {
    const configured = this.configured.get(id);
    return configured === undefined ? this.kept.get(id)?.connection : this.keep(configured, configured, true);
  }

  private async at(issuer: string, isMeant: (connection: Connection) => Promise<boolean>): Promise<Connection[]> {
    const sourced = await Promise.all(this.sources.map((source) => source.byIssuer(issuer)));
    // The settings may name thousands: none is made that cannot be meant.
    const configured = this.settings.connections
      .filter(({ provider }) => mayBeOf(provider, issuer))
      .map((one) => this.keep(one, one, true));
    const all = [...configured, ...this.usable(sourced.flat())];
    const judged = await Promise.allSettled(all.map(isMeant));
    const meant = all.filter((_, index) => judged[index]?.status === 'fulfilled' && judged[index].value);
    // One whose provider is down keeps nobody from the others.
    const failed = judged.find((judgement) => judgement.status === 'rejected');
    if (meant.length === 0 && failed !== undefined) throw failed.reason;
    return meant;
  }

  private async firstOf(ask: (source: ConnectionSource) => Promise<SourcedConnection | undefined>): Promise<SourcedConnection | undefined> {
    for (const source of this.sources) {
      const found = await ask(source);
      if (found !== undefined && !this.configured.has(found.id)) return found;
    }
    return undefined;
  }

  /** Without those that nobody could use: one of them must not keep everybody from signing in. */
  private usable(sourced: readonly SourcedConnection[]): Connection[] {
    return sourced
      .filter(({ id }) => !this.configured.has(id))
      .flatMap((one) => {
        try {
          return [this.read(one)];
        } catch (error) {
          this.logger.error(error instanceof Error ? error.message : error);
          return [];
        }
      });
  }

  private read(sourced: SourcedConnection): Connection {
    const { id, enabled = true, ...options } = sourced;
    const texts = connectionTexts(options);
    const madeOf: string = JSON.stringify([enabled, ...texts]);
    const known = this.kept.get(id);
    if (known !== undefined && known.madeOf === madeOf) return this.keep(known.connection.settings, madeOf, enabled);
    const list = new ProblemList();
    const problems = list.under((name) => `connections.${id}.${texts.get(name)?.writtenAs ?? name}`);
    const values = new Map([...texts].map(([name, { value }]) => [name, value]));
    const { entry, proxy, dataDirectory } = this.settings;
    const context = { directory: dirname(dataDirectory), proxy, entry };
    const settings = isConnectionId(id) ? readConnection(id, values, context, problems) : undefined;
    if (settings === undefined || !problems.isEmpty) {
      const cause = list.toError();
      throw new SignInError('connection_unusable', `The connection ${id} cannot be used: ${cause.message}`, { cause });
    }
    return this.keep(settings, madeOf, enabled);
  }

  private keep(settings: ConnectionSettings, madeOf: unknown, isEnabled: boolean): Connection {
    if (settings.id === this.default.id) return this.default;
    const kept = this.kept.get(settings.id);
    const connection = kept !== undefined && kept.madeOf === madeOf ? kept.connection : new Connection(settings, isEnabled, this.make);
    this.kept.delete(settings.id);
    this.kept.set(settings.id, { connection, madeOf });
    const [oldest] = this.kept.size > maxKept ? this.kept.keys() : [];
    if (oldest !== undefined) this.kept.delete(oldest);
    return connection;
  }
}

/** By hashes: how long it takes says nothing of the secret. */
function isSame(known: string, given: string): boolean {
  return timingSafeEqual(hash('sha256', known, 'buffer'), hash('sha256', given, 'buffer'));
}
