import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy on loopback that opens tunnels (RFC 9110, section 9.3.6) and nothing else. */
export interface ConnectProxy {
  readonly host: string;
  /** Host and port of each tunnel that was asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * @param credentials `user:password` that it asks for
 * @param resolve where a tunnel goes to, for names that only the proxy knows
 */
export async function startConnectProxy({
  credentials,
  resolve = (authority) => authority,
}: {
  credentials?: string;
  resolve?: (authority: string) => string;
} = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const expected = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== expected) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="test"\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${resolve(request.url ?? '')}`);
    const target = connect(Number(port), hostname);
    sockets.add(target);
    target.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const [one, other] of [[socket, target] as const, [target, socket] as const]) one.on('error', () => other.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}
