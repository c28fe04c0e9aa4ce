import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Session } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { type Identity, type IdentityKey, UserStore } from '../../users/user-store.js';
import { currentSession } from '../access/current-user.js';
import { requestSource } from '../access/incoming-request.js';
import { AuthEvents } from '../auth-events.js';
import { ChosenConnection, enabled } from '../connections/chosen-connection.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { relaxPolicy } from '../http/policy.js';
import type { RepliedRequest } from '../http/request.decorator.js';
import { LoginRedirects } from '../login/login-redirects.js';
import { LoginTransactions } from '../login/login-transactions.js';
import type { FinishedLogin } from '../login/oidc.strategy.js';
import { userDetails } from '../login/user-details.js';
import { SignOut } from '../logout/sign-out.js';
import { SignInError } from '../sign-in-error.js';

/** Seconds for which a sign-in proves who sits there, for what changes by which accounts a person can sign in. */
const freshSeconds = 300;

export interface ListedIdentity extends Identity {
  /** For people: its connection. */
  readonly label: string;
  /** For people: what the provider calls them. */
  readonly account: string;
  /** Names it in a form. */
  readonly handle: string;
}

/**
 * The accounts by which one person signs in. Another is added by whoever has just signed in with one that they have, and then signs in with
 * the new one, in the same browser and session; never because an e-mail address is the same, which any provider may say of anybody.
 */
@Injectable()
export class Identities {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly connections: Connections,
    private readonly chosen: ChosenConnection,
    private readonly transactions: LoginTransactions,
    private readonly redirects: LoginRedirects,
    private readonly signOut: SignOut,
    private readonly events: AuthEvents,
  ) {}

  /** Oldest first; empty where the user store knows one account of each person alone. @throws StoreUnavailableError */
  async list(userId: string): Promise<readonly ListedIdentity[]> {
    const known = (await this.users.identities?.(userId)) ?? [];
    return known.map((identity) => {
      const { connection, email, username, name, subject } = identity;
      const label = this.connections.known(connection)?.label ?? connection;
      return { ...identity, label, account: email ?? username ?? name ?? subject, handle: handleOf(identity) };
    });
  }

  /** Connections that people are offered and by which this person does not sign in yet. */
  async addable(known: readonly IdentityKey[]): Promise<Connection[]> {
    if (known.length === 0) return [];
    const shown = await this.connections.shown();
    return shown.filter(({ id, isEnabled }) => isEnabled && !known.some(({ connection }) => connection === id));
  }

  /**
   * Whether the person of a session has proved a few minutes ago who they are. Providers that say when that was are held to it; of others it is
   * known that they sent the person here just now.
   */
  isFresh({ createdAt, connection, data }: Session, now = Date.now()): boolean {
    const since = now / 1000 - freshSeconds;
    const authTime = data.idClaims['auth_time'];
    return createdAt / 1000 >= since && (authTime === undefined || isSince(authTime, since, this.toleranceOf(connection)));
  }

  /** Where they prove it, and come back to `returnTo` from. */
  proofAddress({ connection: id }: Session, returnTo: string): string {
    const { recognised } = this.connections.known(id)?.provider ?? {};
    return this.redirects.address({ returnTo }, { prompt: recognised?.otherAccount ?? 'login', connection: this.connections.named(id) });
  }

  /** Lets a form on this page lead on to the provider of a connection. @throws SignInError connection_unknown; OidcError */
  async offer({ reply }: RepliedRequest, id: string): Promise<Connection> {
    const connection = enabled(await this.chosen.find(id));
    const { authorization_endpoint: address } = await connection.relyingParty.metadata();
    const { origin } = URL.parse(String(address)) ?? {};
    relaxPolicy(reply, 'form-action', origin === undefined ? [] : [origin]);
    return connection;
  }

  /**
   * Begins a sign-in that adds the account to the person of this session; resolves to the address at the provider.
   * @throws SignInError identity_unproven where the session is not fresh; connection_unknown; OidcError
   */
  async begin(request: RepliedRequest, session: Session, id: string, returnTo: string): Promise<string> {
    if (!this.isFresh(session)) throw unproven('The session that wants to add an account is not that of a sign-in a few minutes ago.');
    const connection = enabled(await this.chosen.find(id));
    const prompt = connection.provider.recognised?.otherAccount ?? 'login';
    const { transaction, url } = await connection.relyingParty.begin({ prompt });
    const pending = { connection: connection.id, transaction, returnTo, isLost: false, adds: session.key };
    request.reply.header('set-cookie', this.transactions.remember(pending, undefined, request.headers.cookie));
    return url;
  }

  /**
   * Adds the account that has just signed in to the person who began that, if they are still the one who is signed in here. No cookie is set.
   * @throws SignInError identity_unproven, identity_taken; StoreUnavailableError
   */
  async finish(request: RepliedRequest, { connection, signedIn, startedAt, adds }: FinishedLogin): Promise<string[]> {
    // No session holds them.
    void this.signOut.revoke(signedIn.tokens, connection.id);
    const session = await currentSession(request);
    if (session === undefined || session.key !== adds) throw unproven('Whoever began to add an account is not signed in here.');
    const { auth_time: authTime } = signedIn.idClaims;
    if (authTime !== undefined && !isSince(authTime, startedAt / 1000, connection.provider.clockTolerance))
      throw unproven('The provider was to have the person sign in, and says that they did so before.');
    const details = userDetails(connection.id, signedIn.idClaims, signedIn.userinfo);
    const outcome = await this.users.addIdentity?.(session.userId, details);
    if (outcome === 'added') this.events.emit('identity_added', { session, connection: connection.id, source: requestSource(request) });
    else if (outcome !== 'known') throw new SignInError('identity_taken', 'That account belongs to another person here.');
    return [];
  }

  /**
   * Takes an account, by its handle, away from the person of a session, and ends the sessions that began with it.
   * @throws SignInError identity_unproven, identity_last; StoreUnavailableError
   */
  async remove(request: RepliedRequest, session: Session, handle: string): Promise<void> {
    if (!this.isFresh(session)) throw unproven('The session that wants to remove an account is not that of a sign-in a few minutes ago.');
    const account = (await this.list(session.userId)).find((identity) => identity.handle === handle);
    const removed = account && (await this.users.removeIdentity?.(session.userId, account));
    if (removed === undefined) throw new SignInError('identity_last', 'There is no such account of that person, or no other one.');
    const source = requestSource(request);
    this.events.emit('identity_removed', { session, connection: removed.connection, source });
    this.signOut.ended(await this.sessions.endBySubject(removed, removed.subject), 'identity_removed', source);
  }

  private toleranceOf(connection: string): number {
    return (this.connections.known(connection) ?? this.connections.default).provider.clockTolerance;
  }
}

/** Neither its place in a list, which changes, nor what the provider says of the person. */
function handleOf({ connection, issuer, subject }: IdentityKey): string {
  return hash('sha256', JSON.stringify([connection, issuer, subject]), 'base64url');
}

/** Whether a claim is a time in seconds, not before `since` and not after now, within `tolerance`. */
function isSince(claim: unknown, since: number, tolerance: number): boolean {
  return typeof claim === 'number' && claim >= since - tolerance && claim <= Date.now() / 1000 + tolerance;
}

function unproven(message: string): SignInError {
  return new SignInError('identity_unproven', message);
}
