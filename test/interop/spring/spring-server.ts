import { ServerProcess } from '../../servers/server-process.js';
import type { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import { client } from '../interop-provider.js';
import { springClasspath } from './program.mjs';

const person = { username: 'dwho', password: 'dwho-password' };

/** Spring Authorization Server on loopback, with its data in memory. */
export class SpringServer {
  private constructor(
    readonly issuer: string,
    private readonly server: ServerProcess,
  ) {}

  static async start(): Promise<SpringServer> {
    const port = String(await freePort());
    const issuer = `http://127.0.0.1:${port}`;
    const classpath = springClasspath() ?? 'it was there when this file was chosen to run';
    const given = [port, client.id, client.secret, person.username, person.password];
    const server = new ServerProcess(
      { file: 'java', arguments: ['-Xmx256m', '-cp', classpath, 'test.SpringServer', ...given], directory: '/', user: undefined },
      () =>
        fetch(`${issuer}/oauth2/jwks`).then(
          ({ ok }) => ok,
          () => false,
        ),
      150_000,
    );
    await server.start();
    return new SpringServer(issuer, server);
  }

  stop(): Promise<void> {
    return this.server.stop('SIGTERM');
  }

  /** @param appUrl the application's address from now on */
  async register(appUrl: string): Promise<void> {
    const { ok, status } = await fetch(`${this.issuer}/administrator/client`, { method: 'POST', body: new URLSearchParams({ appUrl }) });
    if (!ok) throw new Error(`The client could not be changed: ${status}`);
  }

  /** From its sign-in page to wherever it sends the browser. */
  signIn(browser: Browser, page: Page): Promise<Page> {
    return browser.submit(page, { ...person });
  }
}
