import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ServerProcess } from '../../servers/server-process.js';
import { freePort } from '../../support/free-port.js';
import type { InteropProvider, LogoutChannel } from '../interop-provider.js';
import { Administrator } from './administrator.js';
import { finishSignOut, submitLogin } from './pages.js';
import { person } from './person.js';
import { registerApplication } from './registration.js';

const documents = '/usr/share/doc/glewlwyd';

/** Starts Glewlwyd with SQLite in a temporary directory and configures it over its administration interface. */
export async function startGlewlwyd(appUrl: string, channel: LogoutChannel): Promise<InteropProvider> {
  const home = mkdtempSync(join(tmpdir(), 'okta-nest-signin-glewlwyd-'));
  const port = await freePort();
  // Another host than the application: for a browser its frame is on a foreign site, where our cookies stay away.
  const origin = `http://127.0.0.1:${port}`;
  writeFiles(home, origin);
  const server = new ServerProcess({ file: 'glewlwyd', arguments: [`--config-file=${home}/conf`], directory: home, user: undefined }, () =>
    fetch(`${origin}/config`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const close = async (): Promise<void> => {
    await server.stop('SIGTERM');
    rmSync(home, { recursive: true });
  };
  await server.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  await registerApplication(await Administrator.signIn(origin), `${origin}/api/oidc`, appUrl, channel);
  return {
    issuer: `${origin}/api/oidc`,
    personName: person.name,
    signIn: (browser, page) => submitLogin(browser, page),
    confirmSignOut: (browser, page) => finishSignOut(browser, page),
    signOutAtProvider: async (browser, sid = '') => finishSignOut(browser, await browser.get(`${origin}/login.html?sid=${sid}`)),
    close,
  };
}

function writeFiles(home: string, origin: string): void {
  // Its table of clients knows post_logout_redirect_uri, its end_session reads post_logout_redirect_uris.
  const uris = '"post_logout_redirect_uris":{"multiple":true,"read":true,"write":true},';
  const tables = packed('database/init.sqlite3.sql.gz').replace('"post_logout_redirect_uri":{"multiple":false,', `${uris}$&`);
  execFileSync('sqlite3', [join(home, 'db')], { input: tables });
  // Its file server follows no symbolic links, and Debian has some; cpSync of Node 24 keeps those of folders within.
  execFileSync('cp', ['-rL', '/usr/share/glewlwyd/webapp', home]);
  rmSync(join(home, 'webapp/config.json'), { recursive: true, force: true });
  cpSync('/usr/share/glewlwyd/templates/config.json', join(home, 'webapp/config.json'));
  writeFileSync(
    join(home, 'conf'),
    packed('glewlwyd.conf.sample.gz')
      .replace(/^port=.*/m, `port=${new URL(origin).port}`)
      .replace(/^external_url=.*/m, `external_url="${origin}"`)
      .replace(/^static_files_path=.*/m, `static_files_path="${home}/webapp/"`)
      .replace(/^cookie_secure=.*/m, 'cookie_secure=0')
      .replace(/^(\s*)path = .*glewlwyd\.db.*/m, `$1path = "${home}/db"`)
      .replace(/^#?bind_address.*/m, 'bind_address="127.0.0.1"')
      .replace(/^cookie_domain.*/gm, ''),
  );
}

function packed(name: string): string {
  return gunzipSync(readFileSync(join(documents, name))).toString('utf8');
}
