import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Cookies } from '../../packages/signin/src/auth/cookies.js';
import type { Session } from '../../packages/signin/src/session/session.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import type { Browser } from './browser.js';
import type { RunningApp } from './start-app.js';
import { requestWithSession } from './request-with-session.js';

/** The session of a browser that is signed in. */
export async function sessionOf({ app, url }: RunningApp, browser: Browser): Promise<Session> {
  const cookies = app.get(Cookies);
  const [cookie] = cookies.valuesOf(cookies.session, browser.cookies.header(new URL(url), undefined, true));
  const session = await app.get(Sessions).read(cookie ?? '');
  if (session === undefined) throw new Error('the browser is not signed in');
  return session;
}

/** Lets the access token of a browser's session expire and asks the application for one that lasts. */
export async function refresh(running: RunningApp, browser: Browser): Promise<{ readonly before: unknown; readonly after: unknown }> {
  const { app } = running;
  const sessions = app.get(Sessions);
  const session = await sessionOf(running, browser);
  const before = (await sessions.tokens(session.key))?.['accessToken'];
  await sessions.replaceTokens(session.key, (held) => Promise.resolve({ ...held, expiresAt: 1 }));
  const request = requestWithSession(session);
  return { before, after: await app.get(AccessTokens).for(request) };
}
