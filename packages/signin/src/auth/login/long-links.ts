import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Cookies, loginLifetimeSeconds } from '../cookies.js';
import { maxReturnToChars, returnTo } from './return-to.js';

/** Characters of a short address: ten tabs that remember one each at the same time fit into the 8 kB that proxies allow a Cookie header. */
const maxShortChars = 250;
/** Characters of the cookie's value: with the other headers of a response less than 4 kB. */
const maxPackedChars = 2900;

/**
 * Return paths that are too long for a login's own cookie, compressed in one cookie of their own. A browser has one of them: a
 * second tab with another long link replaces it, since several would make a Cookie header that no proxy accepts.
 * What does not fit is kept by the tab itself (public/app.js).
 */
@Injectable()
export class LongLinks {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: Cookies,
  ) {}

  isLong(address: string): boolean {
    return address.length > maxShortChars;
  }

  /** The Set-Cookie line that keeps a return path, and the name by which `find` knows it; undefined: it is too long even so. */
  keep(address: string): { readonly id: string; readonly setCookie: string } | undefined {
    const packed = deflateRawSync(address, { level: 9 }).toString('base64url');
    if (packed.length > maxPackedChars) return undefined;
    const id = hash('sha256', address, 'base64url').slice(0, 16);
    return { id, setCookie: this.cookies.set(this.cookies.link, `${id}.${packed}`, loginLifetimeSeconds) };
  }

  /** The return path of that name, judged anew, since over http anybody may have set the cookie. Undefined: another link took its place. */
  find(id: string, cookieHeader: string | undefined): string | undefined {
    const value = this.cookies.valuesOf(this.cookies.link, cookieHeader).find((one) => one.startsWith(`${id}.`));
    if (value === undefined) return undefined;
    try {
      const packed = Buffer.from(value.slice(id.length + 1), 'base64url');
      return returnTo(inflateRawSync(packed, { maxOutputLength: maxReturnToChars }).toString(), this.settings.publicUrl);
    } catch {
      return undefined;
    }
  }

  /** Bytes of the Cookie header that it takes. */
  sizeOf(cookieHeader: string | undefined): number {
    return this.cookies.valuesOf(this.cookies.link, cookieHeader).reduce((sum, value) => sum + value.length, 0);
  }
}
