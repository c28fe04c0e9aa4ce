import { Injectable } from '@nestjs/common';
import { stringifySetCookie } from 'cookie';
import { Settings } from '../config/settings.js';

/** Values of the session's cookie that are looked up in one request. */
export const maxSessionCookies = 5;

/** Seconds that a person may take at the provider. */
export const loginLifetimeSeconds = 30 * 60;

/**
 * Names and attributes of this application's cookies.
 *
 * Over https they carry `__Host-`, so that no other host below the same domain can set or shadow them (RFC 6265bis, section
 * 4.1.3.2). `__Host-` demands Path=/, so the path of PUBLIC_URL is part of the name: two applications on one host do not share
 * cookies. Over http, which is for loopback alone, the port is part of the name too: cookies of one host are shared by all its ports.
 */
@Injectable()
export class Cookies {
  readonly session: string;
  /** Start of the name of a pending login's cookie; its time and handle follow. */
  readonly login: string;
  /** A return path that is too long for the cookie of its login. */
  readonly link: string;
  readonly logout: string;
  /** Says once, on the next page, that the session has ended. */
  readonly ended: string;
  /** Says once, on the start page, why the browser is there. */
  readonly notice: string;
  /** Id of the connection by which this browser signed in last. */
  readonly connection: string;
  /** Counts the sign-ins after which the session's cookie did not come back. */
  readonly lost: string;
  private readonly secure: boolean;

  constructor(settings: Settings) {
    const { secure, path, origin } = settings.publicUrl;
    this.secure = secure;
    const prefix = secure ? `__Host-signin${pathInName(path)}` : `signin${pathInName(path)}_${new URL(origin).port || '80'}`;
    this.session = `${prefix}_session`;
    this.login = `${prefix}_login_`;
    this.link = `${prefix}_link`;
    this.logout = `${prefix}_logout`;
    this.ended = `${prefix}_ended`;
    this.notice = `${prefix}_notice`;
    this.connection = `${prefix}_connection`;
    this.lost = `${prefix}_lost`;
  }

  /** Every value of that name in a Cookie header, as the browser sent them: another path, or over http another application, may set the same name. */
  valuesOf(name: string, header: string | undefined): string[] {
    return pairsOf(header, name)
      .filter(([found]) => found === name)
      .map(([, value]) => value);
  }

  /** Names and values of the cookies whose name starts with `prefix`. */
  startingWith(prefix: string, header: string | undefined): [name: string, value: string][] {
    return pairsOf(header, prefix);
  }

  /** A Set-Cookie line. Without maxAge (seconds) the cookie ends with the browser's session. */
  set(name: string, value: string, maxAge?: number): string {
    return stringifySetCookie({ name, value, path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax', maxAge });
  }

  clear(name: string): string {
    return this.set(name, '', 0);
  }
}

/** `/shop/v1.0` as `.shop.v1%2e0`: what a cookie's name may hold (RFC 9110, section 5.6.2), and never the same for two paths. */
function pathInName(path: string): string {
  return path.replace(/[^A-Za-z0-9-]/g, (character) => (character === '/' ? '.' : `%${character.charCodeAt(0).toString(16)}`));
}

/** Values stay as they are: ours hold nothing that is escaped, and a foreign cookie with a bad escape harms nothing. */
function pairsOf(header: string | undefined, start: string): [name: string, value: string][] {
  // Most requests bring none of ours, and some bring thousands of others.
  if (!header?.includes(start)) return [];
  const pairs: [name: string, value: string][] = [];
  for (const pair of header.split(';')) {
    if (!pair.trimStart().startsWith(start)) continue;
    const [name = '', ...value] = pair.split('=');
    pairs.push([name.trim(), value.join('=').trim()]);
  }
  return pairs;
}
