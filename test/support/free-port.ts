import { createServer } from 'node:net';

/**
 * A TCP port that nothing listens on at this moment, for what must know its own address before it starts.
 * Where a server can listen on port 0 and say which one it got, prefer that.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('the probe listens on no port'));
      });
    });
  });
}
