import type { FastifyInstance } from 'fastify';

/** Bytes of a posted form: an ID token or a logout token with many groups is tens of kilobytes. */
const largestForm = 256 * 1024;

/** Forms arrive as URLSearchParams: repeated fields stay visible, and no field becomes an object. */
export function parseForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: largestForm },
    (_request, body, done) => {
      done(null, new URLSearchParams(String(body)));
    },
  );
}
