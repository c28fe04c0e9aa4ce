import type { Type } from '@nestjs/common';
import type { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { client, type InteropProvider, type LogoutChannel } from '../interop-provider.js';
import type { Keycloak } from './keycloak.js';
import { enterPassword, leaveSignOutPage, signOutAtRealm } from './pages.js';
import { person, type RealmSetup } from './realm.js';

let realms = 0;

/** A realm of its own on a server that runs. */
export async function startRealm(keycloak: Keycloak, appUrl: string, channel: LogoutChannel): Promise<InteropProvider> {
  const issuer = await keycloak.addRealm({ name: nextName(), appUrl, channel });
  return {
    issuer,
    personName: person.name,
    signIn: enterPassword,
    confirmSignOut: leaveSignOutPage,
    signOutAtProvider: (browser) => signOutAtRealm(browser, issuer),
    close: () => Promise.resolve(),
  };
}

/** The application, and a realm that was made for it. */
export interface Visit {
  readonly app: RunningApp;
  /** Of the realm: its path below /admin/realms. */
  readonly realm: string;
  readonly issuer: string;
  /** Opens a page, and signs in where that is asked for. */
  open(browser: Browser, path?: string): Promise<Page>;
  /** What the application answers about a browser. */
  statusOf(browser: Browser): Promise<number>;
}

export interface VisitSetup extends Partial<Omit<RealmSetup, 'name' | 'appUrl'>> {
  /** On top of the issuer and the client. */
  readonly env?: Readonly<Record<string, string>>;
  readonly modules?: readonly Type[];
}

export async function startVisit(keycloak: Keycloak, { env, modules, ...setup }: VisitSetup = {}): Promise<Visit> {
  const port = String(await freePort());
  const name = nextName();
  const issuer = await keycloak.addRealm({ channel: 'back', ...setup, name, appUrl: `http://localhost:${port}` });
  const app = await startApp(
    {
      PORT: port,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      RATE_LIMIT: 'off',
      ...env,
    },
    modules,
  );
  return {
    app,
    realm: `/${name}`,
    issuer,
    open: async (browser, path = '/profile') => enterPassword(browser, await browser.get(`${app.url}${path}`)),
    statusOf: async (browser) => (await browser.get(`${app.url}/api/me`)).status,
  };
}

function nextName(): string {
  realms += 1;
  return `realm-${realms}`;
}

/** Every log line of a visit that an operator is woken by, in one text. */
export function warnings({ app }: Visit): string {
  return app.log.filter((line) => /"level":"(warn|error|fatal)"/.test(line)).join('\n');
}
