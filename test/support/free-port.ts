import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that the kernel gives to outgoing connections (32768 and up on Linux): one of those may take a port at any moment. */
const [first, last] = [15_000, 32_000];

/**
 * A TCP port that nothing listens on at this moment, for what must know its own address before it starts.
 * Where a server can listen on port 0 and say which one it got, prefer that.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, last);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    probe.listen(port, 'localhost', () => probe.close(() => resolve(true)));
  });
}
