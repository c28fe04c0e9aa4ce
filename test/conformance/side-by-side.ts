import type { Type } from '@nestjs/common';
import { Browser } from '../support/browser.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import type { Lie } from './provider/lie.js';
import type { Setup } from './provider/setup.js';
import { startProvider, type Provider } from './provider/start-provider.js';

export interface SideBySideOptions {
  readonly honest?: Setup;
  readonly hostile?: Setup;
  /** What the hostile provider lies about, given the honest one. */
  readonly lie?: (honest: Provider) => Lie;
  /** Settings of the application, beside those that name the two. */
  readonly env?: (honest: Provider, hostile: Provider) => Readonly<Record<string, string>>;
  readonly modules?: readonly Type[];
}

/** One application with an honest provider, its default connection, and one under an attacker's control, its connection `hostile`. */
export interface SideBySide {
  readonly honest: Provider;
  readonly hostile: Provider;
  readonly app: RunningApp;
  /** The victim's. */
  readonly browser: Browser;
  /** Opens /login, and goes along until a page stays. */
  signIn(connection: 'default' | 'hostile', browser?: Browser): Promise<Browser>;
  /** What /api/me says of whoever has that browser; undefined: signed out. */
  whoIs(browser?: Browser): Promise<Readonly<Record<string, unknown>> | undefined>;
  close(): Promise<void>;
}

const running = new Set<SideBySide>();

/** What a spec calls after each test. */
export async function closeAll(): Promise<void> {
  await Promise.all([...running].map((scenario) => scenario.close()));
}

export async function startSideBySide({ honest: good, hostile: bad, lie, env, modules }: SideBySideOptions = {}): Promise<SideBySide> {
  const honest = await startProvider({}, { ...good, client: { clientId: 'client-at-honest', ...good?.client } });
  const hostile = await startProvider(lie?.(honest), { ...bad, client: { clientId: 'client-at-hostile', ...bad?.client } });
  // All providers of these tests begin with one key: this one has another, under the same name.
  hostile.rotateKeys({ sameKid: true });
  const app = await startApp({ ...settingsOf(honest, hostile), ...env?.(honest, hostile) }, modules);
  honest.client.redirectUris.push(`${app.url}/authorization-code/callback`);
  hostile.client.redirectUris.push(`${app.url}/authorization-code/callback/hostile`);
  for (const { client } of [honest, hostile]) client.postLogoutRedirectUris.push(`${app.url}/`);
  const browser = new Browser();
  const scenario: SideBySide = {
    honest,
    hostile,
    app,
    browser,
    signIn: async (connection, who = new Browser()) => {
      await who.get(`${app.url}/login?connection=${connection}`);
      return who;
    },
    whoIs: async (who = browser) => {
      const answer = await who.get(`${app.url}/api/me`, { accept: 'application/json' });
      return answer.status === 200 ? (answer.json() as Readonly<Record<string, unknown>>) : undefined;
    },
    close: async () => {
      running.delete(scenario);
      await app.close();
      await Promise.all([honest.close(), hostile.close()]);
    },
  };
  running.add(scenario);
  return scenario;
}

export function settingsOf(honest: Provider, hostile: Provider): Record<string, string> {
  return {
    OIDC_ISSUER: honest.issuer,
    OIDC_CLIENT_ID: honest.client.clientId,
    OIDC_CLIENT_SECRET: honest.client.clientSecret,
    RATE_LIMIT: 'off',
    CONNECTIONS: 'hostile',
    CONNECTION_HOSTILE_OIDC_ISSUER: hostile.issuer,
    CONNECTION_HOSTILE_OIDC_CLIENT_ID: hostile.client.clientId,
    CONNECTION_HOSTILE_OIDC_CLIENT_SECRET: hostile.client.clientSecret,
  };
}

/** Where an answer sends the browser. */
export async function locationOf(browser: Browser, url: string): Promise<string> {
  const { status, headers } = await browser.get(url, {}, { redirect: 'manual' });
  if (headers.location === undefined) throw new Error(`${url} answered ${status}, which is no redirect`);
  return headers.location;
}
