import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { Settings } from '../config/settings.js';

/** RFC 6265bis counts name, value and attributes; browsers drop what is longer without a word. */
export const longestCookie = 4096;

/**
 * Names and attributes of this application's cookies.
 *
 * Over https they carry `__Host-`, so that no other host below the same domain can set or shadow them
 * (RFC 6265bis, section 4.1.3.2); `__Host-` demands Path=/, so below a path prefix they carry `__Secure-` and that path.
 * Over http, which is for loopback alone, the port is part of the name: cookies of one host are shared by all its ports.
 */
@Injectable()
export class Cookies {
  readonly session: string;
  /** Start of the name of a pending login's cookie; its time and handle follow. */
  readonly login: string;
  readonly logout: string;
  /** Says once, on the next page, that the session has ended. */
  readonly ended: string;
  private readonly path: string;
  private readonly secure: boolean;
  private readonly sessionPattern: RegExp;

  constructor(settings: Settings) {
    const { publicUrl } = settings;
    this.secure = publicUrl.secure;
    this.path = publicUrl.path === '' ? '/' : publicUrl.path;
    const prefix = this.secure
      ? publicUrl.path === ''
        ? '__Host-signin'
        : '__Secure-signin'
      : `signin_${new URL(publicUrl.origin).port || '80'}`;
    this.session = `${prefix}_session`;
    this.login = `${prefix}_login_`;
    this.logout = `${prefix}_logout`;
    this.ended = `${prefix}_ended`;
    this.sessionPattern = new RegExp(`(?:^|;) *${this.session}=([^;]*)`);
  }

  /** The session cookie's value, whatever else is in the header. Costs one scan and no allocation where there is none. */
  readSession(header: string | undefined): string | undefined {
    if (header === undefined) return undefined;
    return this.sessionPattern.exec(header)?.[1]?.trim();
  }

  /** Every cookie as the browser sent it. A foreign cookie with a bad escape stays as it is and harms nothing. */
  readAll(header: string | undefined): Record<string, string | undefined> {
    return header === undefined ? {} : parseCookie(header);
  }

  /** A Set-Cookie line. Without maxAge (seconds) the cookie ends with the browser's session. */
  set(name: string, value: string, maxAge?: number): string {
    return stringifySetCookie({
      name,
      value,
      path: this.path,
      httpOnly: true,
      secure: this.secure,
      sameSite: 'lax',
      ...(maxAge === undefined ? {} : { maxAge }),
    });
  }

  clear(name: string): string {
    return this.set(name, '', 0);
  }
}
