import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';

/** The proxy in front of the instances: each request goes to the next one, or to the one that a test picks. */
export class Balancer {
  /** Index of the instance that answers everything; undefined: one after the other. */
  pinned: number | undefined;
  readonly #down = new Set<number>();
  readonly #server: Server;
  #turn = 0;

  private constructor(private readonly ports: readonly number[]) {
    this.#server = createServer((incoming, answer) => {
      const { method, url, headers } = incoming;
      const outgoing = request({ host: '127.0.0.1', port: this.ports[this.next()], method, path: url, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      outgoing.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
      incoming.pipe(outgoing);
    });
  }

  static async start(port: number, ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(port, 'localhost');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  /** As a balancer does whose health check failed. */
  takeOut(index: number): void {
    this.#down.add(index);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  private next(): number {
    if (this.pinned !== undefined) return this.pinned;
    do this.#turn = (this.#turn + 1) % this.ports.length;
    while (this.#down.has(this.#turn));
    return this.#turn;
  }
}
