import { connect } from 'node:net';
import { freePort } from '../support/free-port.js';
import { describeHost } from './describe-host.js';

const ports = { with: 0, without: 0 };

describeHost(
  'HTTP and a TCP microservice in one application, with inheritAppConfig',
  async () => {
    [ports.with, ports.without] = [await freePort(), await freePort()];
    return { name: 'hybrid', env: { TCP_PORT: String(ports.with) }, envWithout: { TCP_PORT: String(ports.without) } };
  },
  (signedIn) => {
    it('leaves messages of the microservice alone', async () => {
      const [now, then] = [await send(ports.with, 'sum', [1, 2, 3]), await send(ports.without, 'sum', [1, 2, 3])];
      expect(now).toBe(then);
      expect(now).toContain('"response":6');
    });

    it('asks for a session where HTTP reaches the same controller', async () => {
      const { url } = signedIn.host;
      expect((await fetch(`${url}/sums/ticks`)).status).toBe(401);
      const abort = new AbortController();
      const stream = await fetch(`${url}/sums/ticks`, { headers: { cookie: await signedIn.cookieOf('bob') }, signal: abort.signal });
      expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      abort.abort();
    });
  },
);

/** One message in the protocol of Nest's TCP transport: its length, #, and JSON. */
function send(port: number, pattern: string, data: unknown): Promise<string> {
  const message = JSON.stringify({ pattern, data, id: '1' });
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${message.length}#${message}`));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString());
    });
  });
}
