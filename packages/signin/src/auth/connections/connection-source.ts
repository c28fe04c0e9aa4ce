import type { ConnectionOptions } from '../../options/sign-in-options.js';

/** A connection as a source of the host's gives it. */
export interface SourcedConnection extends ConnectionOptions {
  /** Lower-case letters, digits and hyphens, and not `default`. Sessions and people keep it: it must not come to mean another organisation. */
  readonly id: string;
  /** False: nobody signs in by it, and sessions go on. Default: true. */
  readonly enabled?: boolean;
}

/**
 * Where a host keeps further connections, beside those of the settings, which come first. It is asked at each sign-in and refresh and is to
 * keep for itself what it does not want to read each time; what it gives is read anew only where it has changed. Never asked to let in a
 * request of somebody who is signed in already.
 */
export abstract class ConnectionSource {
  abstract byId(id: string): Promise<SourcedConnection | undefined>;
  /** `domain` of an e-mail address, in lower case and ASCII. */
  abstract byDomain(domain: string): Promise<SourcedConnection | undefined>;
  /** Those at an issuer, to the letter, and for the address of an Okta organisation those on its custom authorization servers too. */
  abstract byIssuer(issuer: string): Promise<readonly SourcedConnection[]>;
  /** Those that people are offered: not hidden, and few enough for a page. */
  abstract shown(): Promise<readonly SourcedConnection[]>;
  /** The one whose SCIM_TOKEN has this SHA-256 (base64url), where directories provision people by a connection of this source. */
  byScimToken(_hash: string): Promise<SourcedConnection | undefined> {
    return Promise.resolve(undefined);
  }
  /** True: there is none, so that where the settings name one connection sign-in goes straight on. */
  isEmpty(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
