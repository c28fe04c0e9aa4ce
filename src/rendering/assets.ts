import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The static files of public/. They share one version, a hash over all of them, and it is a folder of their address:
 * an address never shows another content, and a file may refer to its neighbour by its plain name.
 */
export class Assets {
  readonly #version: string;

  private constructor(
    /** Absolute path of the folder that is served. */
    readonly directory: string,
    version: string,
  ) {
    this.#version = version;
  }

  /** Reads and hashes every file of the folder. Throws Node's error when it cannot be read. */
  static from(directory: string): Assets {
    const hash = createHash('sha256');
    for (const file of readdirSync(directory).sort()) hash.update(`${file}\n`).update(readFileSync(join(directory, file)));
    return new Assets(directory, hash.digest('base64url').slice(0, 12));
  }

  /** The folder's address below the path prefix, without a slash at the end. */
  address(base: string): string {
    return `${base}/assets/${this.#version}`;
  }

  /**
   * For the version that a request names. An instance of another release gets the files it asks for,
   * but nobody may keep them under an address that is not theirs.
   */
  cacheControl(version: string): string {
    return version === this.#version ? 'public, max-age=31536000, immutable' : 'no-cache';
  }
}
