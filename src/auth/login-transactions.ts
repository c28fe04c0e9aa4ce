import { Injectable } from '@nestjs/common';
import type { LoginTransaction } from '../oidc/sign-in.js';
import { KeyRing } from '../session/key-ring.js';
import { TokenSeal } from '../session/token-seal.js';
import { AuthError } from './auth-error.js';
import { Cookies, longestCookie } from './cookies.js';

/** What a login has to remember while the person is at the provider. */
export interface PendingLogin {
  readonly transaction: LoginTransaction;
  readonly returnTo: string;
}

/** Seconds that a person may take at the provider. */
export const loginLifetime = 15 * 60;
/** Logins that one browser may have open; the oldest gives way. Their cookies together stay below what servers accept as header. */
const mostLogins = 6;
const mostBytes = 6000;
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
    private readonly cookies: Cookies,
  ) {
    this.seal = new TokenSeal(keyRing, 'login-transaction');
  }

  /** The Set-Cookie lines that remember `pending` and drop what has become too much. */
  remember(pending: PendingLogin, cookieHeader: string | undefined): string[] {
    const name = `${this.cookies.login}${pending.transaction.startedAt.toString(36)}_${handleOf(pending.transaction.state)}`;
    const fits = this.line(name, pending);
    const line = fits.length <= longestCookie ? fits : this.line(name, { ...pending, returnTo: '/' });
    return [...this.overflow(cookieHeader, line.length).map((old) => this.cookies.clear(old)), line];
  }

  /**
   * The pending login that `state` belongs to.
   * `now`: milliseconds. Throws AuthError transaction_missing (never started here, already used, sealed with a secret that is gone) or transaction_expired.
   */
  take(state: string, cookieHeader: string | undefined, now: number): PendingLogin {
    const [name, value] = this.pendingCookies(cookieHeader).find(([cookie]) => cookie.endsWith(`_${handleOf(state)}`)) ?? [];
    // What opens was sealed here, under this very name: its shape is ours.
    const pending = name === undefined || value === undefined ? undefined : (this.seal.open(value, name) as PendingLogin | undefined);
    if (pending === undefined) throw new AuthError('transaction_missing', 'No pending login of this browser has that state.');
    if (pending.transaction.state !== state) throw new AuthError('transaction_missing', 'The state is not the one of the pending login.');
    if (now - pending.transaction.startedAt > loginLifetime * 1000) {
      throw new AuthError('transaction_expired', 'The login was started too long ago.', { returnTo: pending.returnTo });
    }
    return pending;
  }

  /** The Set-Cookie lines that use up the login of `state`, whatever comes of it. */
  forget(state: string, cookieHeader: string | undefined): string[] {
    return this.pendingCookies(cookieHeader)
      .filter(([name]) => name.endsWith(`_${handleOf(state)}`))
      .map(([name]) => this.cookies.clear(name));
  }

  /** Whether this request brought any pending login along: a post from another site brings none. */
  any(cookieHeader: string | undefined): boolean {
    return this.pendingCookies(cookieHeader).length > 0;
  }

  private line(name: string, pending: PendingLogin): string {
    return this.cookies.set(name, this.seal.seal({ ...pending }, name), loginLifetime);
  }

  private overflow(cookieHeader: string | undefined, added: number): string[] {
    const newestFirst = this.pendingCookies(cookieHeader).sort(
      ([a], [b]) => startOf(b, this.cookies.login) - startOf(a, this.cookies.login),
    );
    let bytes = added;
    return newestFirst
      .filter(([name, value], index) => (bytes += name.length + (value?.length ?? 0)) > mostBytes || index >= mostLogins - 1)
      .map(([name]) => name);
  }

  private pendingCookies(cookieHeader: string | undefined): [string, string | undefined][] {
    return Object.entries(this.cookies.readAll(cookieHeader)).filter(([name]) => name.startsWith(this.cookies.login));
  }
}

function handleOf(state: string): string {
  return state.slice(0, handleLength);
}

function startOf(name: string, prefix: string): number {
  return Number.parseInt(name.slice(prefix.length), 36) || 0;
}
