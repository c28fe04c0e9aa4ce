import { createConnection, type Socket } from 'node:net';

/** Connections that post one form after the other to the callback and never read what is said to them. */
export class DeafClients {
  /** Forms written so far, as far as this side knows. */
  sent = 0;
  private readonly sockets: Socket[];

  /** @param count how many connections to `port` of this machine */
  constructor(port: number, count: number, form: string) {
    const head = `Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n`;
    const request = `POST /authorization-code/callback HTTP/1.1\r\n${head}${form}`;
    this.sockets = Array.from({ length: count }, () => {
      const socket = createConnection(port, '127.0.0.1');
      // The server cuts such connections: that is what is hoped for.
      socket.on('error', () => undefined);
      socket.pause();
      const send = (): void => {
        do this.sent += 1;
        while (!socket.destroyed && socket.write(request));
      };
      socket.on('drain', send);
      socket.once('connect', send);
      return socket;
    });
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
