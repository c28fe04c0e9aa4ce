import { ServerProcess } from '../../servers/server-process.js';
import { freePort } from '../../support/free-port.js';
import type { Browser } from '../../support/browser.js';
import type { Page } from '../../support/page.js';
import { client } from '../interop-provider.js';
import { dexProgram } from './program.mjs';

/** Whom its connectors for tests let in. The one without a password also says the groups. */
export const person = { name: 'Kilgore Trout', username: 'kilgore', password: 'kilgore-password', group: 'authors' };

const connectors = {
  groups: { type: 'mockCallback', config: {} },
  password: { type: 'mockPassword', config: { username: person.username, password: person.password } },
};

export type Way = keyof typeof connectors;

/** dex on loopback, with its data in memory. */
export class Dex {
  private constructor(
    readonly issuer: string,
    private readonly server: ServerProcess,
    private readonly origin: string,
  ) {}

  /**
   * @param appUrl the application's address, registered with it
   * @param ways to sign in; with one it goes on to that one's page by itself
   */
  static async start(appUrl: string, ways: readonly Way[] = ['groups', 'password']): Promise<Dex> {
    const address = `127.0.0.1:${await freePort()}`;
    const issuer = `http://${address}/dex`;
    const settings = {
      address,
      issuer,
      clients: [{ ...client, name: 'the application', redirectURIs: [`${appUrl}/authorization-code/callback`] }],
      connectors: ways.map((way) => ({ id: way, name: way, ...connectors[way] })),
    };
    const server = new ServerProcess(
      {
        file: dexProgram() ?? 'it was there when this file was chosen to run',
        arguments: [JSON.stringify(settings)],
        directory: '/',
        user: undefined,
      },
      () =>
        fetch(`${issuer}/keys`).then(
          ({ ok }) => ok,
          () => false,
        ),
    );
    await server.start();
    return new Dex(issuer, server, `http://${address}`);
  }

  /** After stop: it knows nobody any more, and has new keys. */
  start(): Promise<void> {
    return this.server.start();
  }

  stop(): Promise<void> {
    return this.server.stop('SIGTERM');
  }

  /** As an administrator revokes the refresh tokens of everybody. */
  async revokeAll(): Promise<void> {
    await fetch(`${this.origin}/administrator/revoke`, { method: 'POST' });
  }
}

/** From its page that offers several ways, or from the one that there is. */
export async function signInBy(way: Way, browser: Browser, page: Page): Promise<Page> {
  const link = page.links.find(({ text }) => text.includes(way));
  const next = link === undefined ? page : await browser.follow(page, link.url);
  return next.forms.length === 0 ? next : browser.submit(next, { login: person.username, password: person.password });
}
