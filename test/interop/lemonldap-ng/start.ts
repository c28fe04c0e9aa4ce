import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../servers/server-process.js';
import type { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import type { InteropProvider, LogoutChannel } from '../interop-provider.js';
import { lemonldapConfiguration } from './configuration.js';

/**
 * Starts LemonLDAP::NG in a temporary directory.
 * @param root where its Debian packages are unpacked; '': those that are installed
 */
export async function startLemonldap(root: string, appUrl: string, channel: LogoutChannel): Promise<InteropProvider> {
  const home = mkdtempSync(join(tmpdir(), 'okta-nest-signin-lemonldap-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  writeFiles(home, root, { home, portal: `${origin}/`, appUrl, channel, ...keyPair() });
  const environment = [
    `LLNG_DEFAULTCONFFILE=${home}/ini`,
    'LLNG_DEFAULTLOGGER=Lemonldap::NG::Common::Logger::Std',
    `PERL5LIB=${home}/lib${root === '' ? '' : `:${root}/usr/share/perl5`}`,
  ];
  const server = new ServerProcess(
    {
      file: 'env',
      arguments: [...environment, 'starman', '--workers', '2', '--listen', `127.0.0.1:${port}`, '--preload-app', `${home}/app.psgi`],
      directory: home,
      user: undefined,
    },
    () =>
      fetch(`${origin}/.well-known/openid-configuration`).then(
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
  return {
    issuer: `${origin}/`,
    personName: 'Doctor Who',
    signIn: async (browser, page) => leavePortal(browser, await submitLogin(browser, page)),
    confirmSignOut: (browser, page) => leavePortal(browser, page),
    signOutAtProvider: (browser) => browser.get(`${origin}/?logout=1`),
    close,
  };
}

/** @param root as above */
export function lemonldapVersion(root: string): string {
  const source = readFileSync(`${root}/usr/share/perl5/Lemonldap/NG/Portal.pm`, 'utf8');
  return /VERSION = '([^']+)'/.exec(source)?.[1] ?? '';
}

function submitLogin(browser: Browser, page: Page): Promise<Page> {
  const form = page.forms.findIndex(({ fields }) => 'user' in fields && 'password' in fields);
  return form < 0 ? Promise.resolve(page) : browser.submit(page, { user: 'dwho', password: 'dwho' }, form);
}

/** The portal's pages between two others are forms that its scripts send, or a person by their button. */
async function leavePortal(browser: Browser, page: Page): Promise<Page> {
  const form = page.forms.findIndex(({ action }) => URL.canParse(action) && new URL(action).origin !== new URL(page.url).origin);
  return page.body.includes('/static/') && form >= 0 ? browser.submit(page, {}, form) : page;
}

function keyPair(): { readonly key: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // 2.16 reads the traditional form alone.
  return {
    key: String(privateKey.export({ type: 'pkcs1', format: 'pem' })),
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

function writeFiles(home: string, root: string, configuration: Parameters<typeof lemonldapConfiguration>[0]): void {
  const share = `${root}/usr/share/lemonldap-ng/portal`;
  for (const folder of ['conf', 'cache', 's/lock', 'p/lock', 'lib/Lemonldap/NG/Portal/Captcha'])
    mkdirSync(join(home, folder), { recursive: true });
  const cache = `{'namespace'=>'c','default_expires_in'=>600,'cache_root'=>'${home}/cache','cache_depth'=>3}`;
  const files = {
    ini: `[all]
logLevel = warn
[configuration]
type = File
dirName = ${home}/conf
localStorage = Cache::FileCache
localStorageOptions = ${cache}
[portal]
staticPrefix = /static
templateDir = ${share}/templates
languages = en
`,
    'conf/lmConf-1.json': JSON.stringify(lemonldapConfiguration(configuration)),
    // 2.16 always loads a captcha, and the one that it has needs GD and ImageMagick.
    'lib/Lemonldap/NG/Portal/Captcha/None.pm': `package Lemonldap::NG::Portal::Captcha::None;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
sub init {1}
1;
`,
    'app.psgi': `use Plack::Builder; use Lemonldap::NG::Portal; my $p = Lemonldap::NG::Portal->run({});
builder { enable 'Static', path => sub { s{^/static/}{} }, root => '${share}/htdocs/static'; $p };
`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
}
