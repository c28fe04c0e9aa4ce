import { Injectable } from '@nestjs/common';
import { defaultConnection, Settings } from '../../config/settings.js';
import type { LoginTransaction } from '@fanlight/oidc';
import { KeyRing } from '../../session/key-ring.js';
import { TokenSeal } from '../../session/token-seal.js';
import { SignInError } from '../sign-in-error.js';
import { Cookies, loginLifetimeSeconds } from '../cookies.js';
import { LongLinks } from './long-links.js';
import { homePath } from './return-to.js';

/** What a login has to remember while the person is at the provider. */
export interface PendingLogin {
  /** Id of the connection whose provider the person is at: nobody else's response finishes the login. */
  readonly connection: string;
  readonly transaction: LoginTransaction;
  readonly returnTo: string;
  /** The address that the person wanted could not be remembered: `returnTo` is the start page. */
  readonly isLost: boolean;
  /** Key of the session whose person adds an account; undefined: somebody signs in. */
  readonly adds?: string | undefined;
}

/** Logins that one browser may have open; the oldest gives way. */
const maxLogins = 12;
/** Bytes of their names and values in a Cookie header: with the session's cookie less than the 8 kB that proxies accept. */
const maxHeaderBytes = 7000;
/** Cookies that one response drops, so that its own headers stay below 4 kB. */
const maxDropped = 5;
/** Characters of a return path that a login's own cookie takes. */
const maxReturnToChars = 1000;
const handleLength = 16;

/**
 * Pending logins live in the browser, one encrypted cookie each, so that two tabs do not overwrite each other, a login
 * finishes on any instance, and an anonymous visitor costs no row in the database.
 * The cookie's name holds the time it was made, so that the oldest is found without opening it, and the start of `state`.
 */
@Injectable()
export class LoginTransactions {
  private readonly seal: TokenSeal;

  constructor(
    keyRing: KeyRing,
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly links: LongLinks,
  ) {
    this.seal = new TokenSeal(keyRing, 'login-transaction');
  }

  /** Whether a return path can be remembered without LongLinks. */
  takes(returnTo: string): boolean {
    return returnTo.length <= maxReturnToChars;
  }

  /** The Set-Cookie lines that remember a login and drop what has become too much. `link`: LongLinks keeps its return path under that name. */
  remember(
    { connection, transaction, returnTo, isLost, adds }: PendingLogin,
    link: string | undefined,
    cookieHeader: string | undefined,
  ): string[] {
    const name = `${this.cookies.login}${transaction.startedAt.toString(36)}_${handleOf(transaction.state)}`;
    const sealed = this.seal.seal({ connection, transaction, ...(link === undefined ? { returnTo } : { link }), isLost, adds }, name);
    const dropped = this.overflow(cookieHeader, transaction.startedAt, name.length + sealed.length);
    return [...dropped.map((old) => this.cookies.clear(old)), this.cookies.set(name, sealed, loginLifetimeSeconds)];
  }

  /**
   * The pending login that `state` belongs to.
   * `now`: milliseconds. Throws SignInError transaction_missing (never started here, already used, sealed with a secret that is gone) or transaction_expired.
   */
  take(state: string, cookieHeader: string | undefined, now: number): PendingLogin {
    const pending = this.find(state, cookieHeader);
    if (pending === undefined) throw new SignInError('transaction_missing', 'No pending login of this browser has that state.');
    if (pending.transaction.state !== state) throw new SignInError('transaction_missing', 'The state is not the one of the pending login.');
    const login = this.complete(pending, cookieHeader);
    const age = now - pending.transaction.startedAt;
    // A clock that was set back would make a login that began before outlive its time.
    if (age > loginLifetimeSeconds * 1000 || age < -this.settings.provider.clockTolerance * 1000) {
      const message = age < 0 ? 'The login began in the future: the clock was set back.' : 'The login began too long ago.';
      throw new SignInError('transaction_expired', message, { returnTo: login.returnTo });
    }
    return login;
  }

  private find(state: string, cookieHeader: string | undefined): SealedLogin | undefined {
    return (
      this.cookiesOf(state, cookieHeader)
        // What opens was sealed here, under this very name: its shape is ours.
        .map(([name, value]) => this.seal.open(value, name) as SealedLogin | undefined)
        .find((login) => login !== undefined)
    );
  }

  /** The Set-Cookie lines that use up the login of `state`, whatever comes of it. */
  forget(state: string, cookieHeader: string | undefined): string[] {
    return [...new Set(this.cookiesOf(state, cookieHeader).map(([name]) => name))].map((name) => this.cookies.clear(name));
  }

  /** Whether this request brought any pending login along: a post from another site brings none. */
  any(cookieHeader: string | undefined): boolean {
    return this.pendingCookies(cookieHeader).length > 0;
  }

  private complete(
    { connection = defaultConnection, transaction, returnTo, link, isLost, adds }: SealedLogin,
    cookieHeader: string | undefined,
  ): PendingLogin {
    const found = link === undefined ? returnTo : this.links.find(link, cookieHeader);
    return { connection, transaction, returnTo: found ?? homePath(this.settings.publicUrl), isLost: isLost || found === undefined, adds };
  }

  /** The oldest logins that one more of `added` bytes, begun at `now`, leaves no room for. */
  private overflow(cookieHeader: string | undefined, now: number, added: number): string[] {
    const newestFirst = this.pendingCookies(cookieHeader).sort(([a], [b]) => this.startOf(b, now) - this.startOf(a, now));
    let bytes = added + this.links.sizeOf(cookieHeader);
    return newestFirst
      .filter(([name, value], index) => (bytes += name.length + value.length) > maxHeaderBytes || index >= maxLogins - 1)
      .map(([name]) => name)
      .slice(-maxDropped);
  }

  /** When the login of that cookie began. One of the future counts as the oldest: it would push out those of now. */
  private startOf(name: string, now: number): number {
    const start = Number.parseInt(name.slice(this.cookies.login.length), 36) || 0;
    return start > now + this.settings.provider.clockTolerance * 1000 ? 0 : start;
  }

  private cookiesOf(state: string, cookieHeader: string | undefined): [string, string][] {
    return this.pendingCookies(cookieHeader).filter(([name]) => name.endsWith(`_${handleOf(state)}`));
  }

  private pendingCookies(cookieHeader: string | undefined): [string, string][] {
    return this.cookies.startingWith(this.cookies.login, cookieHeader);
  }
}

/** `returnTo` or `link`. */
interface SealedLogin {
  /** Left out by an older release. */
  readonly connection?: string;
  readonly transaction: LoginTransaction;
  readonly returnTo?: string;
  readonly link?: string;
  readonly isLost: boolean;
  readonly adds?: string | undefined;
}

function handleOf(state: string): string {
  return state.slice(0, handleLength);
}
