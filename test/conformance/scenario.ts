import type { Type } from '@nestjs/common';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import type { Lie } from './provider/lie.js';
import type { Setup } from './provider/setup.js';
import { startProvider, type Provider } from './provider/start-provider.js';

export interface ScenarioOptions {
  /** A function where the lie needs the provider's address. */
  readonly lie?: Lie | ((origin: string) => Lie) | undefined;
  readonly setup?: Setup;
  /** Settings of the application, beside or instead of those that name the provider; an empty text takes one away. */
  readonly env?: Env | ((provider: Provider) => Env);
  /** A test's own modules, beside the application's. */
  readonly modules?: readonly Type[];
}

type Env = Readonly<Record<string, string>>;

/** The application as it runs, one provider that it is configured for, and one person's browser. */
export interface Scenario {
  readonly provider: Provider;
  readonly app: RunningApp;
  readonly browser: Browser;
  /** Opens a guarded page, and goes along with everything that answers until a page stays. */
  signIn(path?: string): Promise<Page>;
  /** Whether the browser is signed in, by asking the application. */
  isSignedIn(): Promise<boolean>;
  close(): Promise<void>;
}

const running = new Set<Scenario>();

/** What a spec calls after each test: nothing that a scenario started runs on. */
export async function closeScenarios(): Promise<void> {
  await Promise.all([...running].map((scenario) => scenario.close()));
}

export async function startScenario({ lie, setup, env, modules }: ScenarioOptions = {}): Promise<Scenario> {
  const provider = await startProvider(lie, setup);
  const app = await startApp(settingsFor(provider, env), modules).catch(async (error: unknown) => {
    await provider.close();
    throw error;
  });
  register(provider, app.url);
  const browser = new Browser();
  const scenario: Scenario = {
    provider,
    app,
    browser,
    signIn: async (path = '/profile') => settle(browser, await browser.get(`${app.url}${path}`)),
    isSignedIn: async () => (await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).status === 200,
    close: async () => {
      running.delete(scenario);
      await app.close();
      await provider.close();
    },
  };
  running.add(scenario);
  return scenario;
}

/** A scenario whose person is signed in. */
export async function startSignedIn(): Promise<Scenario> {
  const scenario = await startScenario();
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(true);
  return scenario;
}

export function settingsFor(provider: Provider, env: ScenarioOptions['env'] = {}): Record<string, string> {
  const all = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.client.clientId,
    OIDC_CLIENT_SECRET: provider.client.clientSecret,
    RATE_LIMIT: 'off',
    ...(typeof env === 'function' ? env(provider) : env),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

export function register(provider: Provider, appUrl: string): void {
  provider.client.redirectUris.push(`${appUrl}/authorization-code/callback`);
  provider.client.postLogoutRedirectUris.push(`${appUrl}/`);
}

/** Sends the forms that a browser with scripts would send by itself. */
export async function settle(browser: Browser, page: Page): Promise<Page> {
  const sendsItself = page.forms.length === 1 && /data-auto-submit|onload="document\.forms\[0\]\.submit\(\)"/.test(page.body);
  return sendsItself ? settle(browser, await browser.submit(page)) : page;
}
