import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * The static files of public/. They share one version, a hash over all of them, and it is a folder of their address:
 * an address never shows another content, and a file may refer to its neighbour by its plain name.
 */
export class Assets {
  private readonly version: string;

  /**
   * Reads and hashes every file of the folder, an absolute path.
   * @throws Node's error when it cannot be read.
   */
  constructor(readonly directory: string) {
    const hash = createHash('sha256');
    for (const file of readdirSync(directory).sort()) hash.update(`${file}\n`).update(readFileSync(join(directory, file)));
    this.version = hash.digest('base64url').slice(0, 12);
  }

  /** The folder's address below the path prefix, without a slash at the end. */
  address(base: string): string {
    return `${base}/assets/${this.version}`;
  }

  /**
   * For the version that a request names. An instance of another release gets the files it asks for,
   * but nobody may keep them under an address that is not theirs.
   */
  cacheControl(version: string): string {
    return version === this.version ? 'public, max-age=31536000, immutable' : 'no-cache';
  }
}

/** Registers GET /assets/{version}/{file}, without the path prefix. An unknown file is the application's own 404. */
export async function serveAssets(server: FastifyInstance, views: { readonly assets: Assets }): Promise<void> {
  // Called for a file that exists only: a 404 must not be kept for a year.
  const setHeaders = (reply: FastifyReply): void => {
    const { version } = reply.request.params as { readonly version: string };
    void reply.header('cache-control', views.assets.cacheControl(version));
  };
  await server.register(fastifyStatic, { root: views.assets.directory, serve: false, index: false, cacheControl: false, setHeaders });
  server.get<{ Params: { '*': string } }>('/assets/:version/*', (request, reply) => reply.sendFile(request.params['*']));
}
