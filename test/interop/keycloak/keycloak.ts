import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../servers/server-process.js';
import { freePort } from '../../support/free-port.js';
import { administrator, environmentFor, keycloakHome } from './distribution.mjs';
import { realmDocument, type RealmSetup } from './realm.js';

/** A Keycloak server on loopback, with its data in a temporary folder, and its administration interface. */
export class Keycloak {
  private constructor(
    readonly origin: string,
    private readonly server: ServerProcess,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Keycloak> {
    const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-keycloak-'));
    const port = await freePort();
    // Another host than the application: for a browser its frame is on a foreign site, where our cookies stay away.
    const origin = `http://127.0.0.1:${port}`;
    const keycloak = new Keycloak(origin, serverProcess(folder, port, origin), folder);
    await keycloak.start().catch(async (error: unknown) => {
      await keycloak.close();
      throw error;
    });
    return keycloak;
  }

  /** After stop: with all that it knew. */
  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop('SIGTERM');
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** @returns the realm's issuer */
  async addRealm(setup: RealmSetup): Promise<string> {
    await this.administer('POST', '', realmDocument(setup));
    return `${this.origin}/realms/${setup.name}`;
  }

  /**
   * Calls the administration interface.
   * @param path below /admin/realms
   * @returns the answer's JSON; undefined: it is empty
   */
  async administer(method: string, path: string, what?: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await this.token()}` };
    const answer = await fetch(`${this.origin}/admin/realms${path}`, { method, headers, body: what && JSON.stringify(what) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  private async token(): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...administrator });
    const answer = await fetch(`${this.origin}/realms/master/protocol/openid-connect/token`, { method: 'POST', body });
    return String(((await answer.json()) as Record<string, unknown>)['access_token']);
  }
}

function serverProcess(folder: string, port: number, origin: string): ServerProcess {
  const home = keycloakHome() ?? 'it was there when this file was chosen to run';
  cpSync(join(home, 'template'), folder, { recursive: true });
  const options = ['--http-host=127.0.0.1', `--http-port=${port}`, '--log-level=warn'];
  return new ServerProcess(
    {
      file: 'env',
      arguments: [...environmentFor(folder), 'bash', `${home}/bin/kc.sh`, 'start-dev', ...options],
      directory: folder,
      user: undefined,
    },
    () =>
      fetch(`${origin}/realms/master`).then(
        ({ ok }) => ok,
        () => false,
      ),
    300_000,
  );
}
