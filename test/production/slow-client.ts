import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** A client that holds a connection with as little as it can: it sends `first`, then `drop` once a second, and never finishes. */
export class SlowClient {
  private received = '';
  private readonly socket: Socket;
  private readonly dripping: NodeJS.Timeout;
  private readonly closed: Promise<unknown>;

  constructor(
    port: number,
    readonly name: string,
    first: string,
    drop: string,
  ) {
    this.socket = createConnection(port, 'localhost');
    this.closed = once(this.socket, 'close');
    // Writing into a connection that was cut fails: that is what is waited for.
    this.socket.on('error', () => undefined);
    this.socket.on('data', (data) => (this.received += data.toString()));
    this.socket.write(first);
    this.dripping = setInterval(() => drop !== '' && this.socket.write(drop), 1000);
  }

  /** Resolves when the server has cut it off, with the first line that it said, if any. */
  async cutOff(): Promise<string> {
    await this.closed;
    clearInterval(this.dripping);
    return this.received.split('\r\n', 1)[0] ?? '';
  }

  close(): void {
    clearInterval(this.dripping);
    this.socket.destroy();
  }
}
