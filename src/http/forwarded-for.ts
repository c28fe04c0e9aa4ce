import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Keeps of X-Forwarded-For what are addresses, so that `request.ip` is always one, whatever a client or a proxy wrote.
 * Fastify takes the rest as it stands: an address with its port would be another client at each connection.
 */
export function cleanForwardedFor(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    const sent = headers['x-forwarded-for'];
    if (sent !== undefined) headers['x-forwarded-for'] = addresses(String(sent)).join(', ');
    done();
  });
}

/**
 * The addresses of an X-Forwarded-For header, without ports and zones, the nearest one last. What is left of something that is no address
 * (`unknown`, `_hidden`, rubbish) is left out: nobody vouches for it, and who is asked about the client is told of the proxy.
 */
export function addresses(header: string): string[] {
  const entries = header.split(',').map((entry) => addressOf(entry.trim()));
  return entries.slice(entries.lastIndexOf(undefined) + 1).filter((address) => address !== undefined);
}

/** `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:1234`, quoted or not (RFC 7239, section 6). */
function addressOf(entry: string): string | undefined {
  const [, bracketed, plain] = /^"?(?:\[([0-9a-f:.]+)(?:%[^\]]*)?\](?::\d+)?|([0-9a-f:.]+?)(?:%[^%,]*)?)"?$/i.exec(entry) ?? [];
  const address = bracketed ?? (plain !== undefined && /^[\d.]+:\d+$/.test(plain) ? plain.split(':', 1)[0] : plain);
  return address !== undefined && isIP(address) !== 0 ? address : undefined;
}
