import type { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';

/** The registration that every provider here makes for the application. */
export const client = { id: 'rpclient', secret: 'rpsecret0123456789abcdef01234567' };

/** The application's redirect URIs where the provider is its only one, and where it is the connection of that id. */
export function callbacksOf(appUrl: string, connection: string): [string, string] {
  const callback = `${appUrl}/authorization-code/callback`;
  return [callback, `${callback}/${connection}`];
}

export type LogoutChannel = 'back' | 'front';

/** A real provider with one client and one person, and how that person uses its pages. */
export interface InteropProvider {
  readonly issuer: string;
  /** The name that its userinfo endpoint gives for the person. */
  readonly personName: string;
  /** From the sign-in page, where the application sent the browser, to wherever the provider sends it after the password. */
  signIn(browser: Browser, page: Page): Promise<Page>;
  /** From the page that end_session_endpoint shows to the application's, by the buttons that a person would press. */
  confirmSignOut(browser: Browser, page: Page): Promise<Page>;
  /**
   * Signs out at the provider itself, without the application. Resolves to the page that it shows.
   * @param sid of the application's session, where the provider gave one
   */
  signOutAtProvider(browser: Browser, sid: string | undefined): Promise<Page>;
  close(): Promise<void>;
}

/** @param appUrl the application's address, registered with the provider @param channel how the provider tells it of a sign-out */
export type StartProvider = (appUrl: string, channel: LogoutChannel) => Promise<InteropProvider>;
