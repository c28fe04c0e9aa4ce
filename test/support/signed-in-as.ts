import type { INestApplicationContext } from '@nestjs/common';
import { SessionStarter } from '../../packages/signin/src/auth/login/session-starter.js';
import { Settings } from '../../packages/signin/src/config/settings.js';
import type { Session } from '../../packages/signin/src/session/session.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { Browser } from './browser.js';
import { type BrowserCookie, browserCookies } from './browser-cookies.js';
import { refuseInProduction } from './refuse-in-production.js';
import { type StatedPerson, statedSignIn } from './stated-sign-in.js';

export interface SignedInPerson {
  /** In memory, signed in, on no page yet. */
  readonly browser: Browser;
  /** The Cookie header: `fetch(url, { headers })`, supertest's `.set(headers)`, Fastify's `inject({ url, headers })`. */
  readonly headers: { readonly cookie: string };
  /** For Playwright: `await context.addCookies(cookies)`. */
  readonly cookies: BrowserCookie[];
  /** As the application keeps it; `userId` is the person's row in the table signin_users. */
  readonly session: Session;
}

/**
 * Signs somebody in without a provider: their record and their session are made by the part of the application that makes them
 * when they come back from one, so that guards, pages and the trail see what a sign-in leaves.
 *
 * @param app what startApp answers, or anything that holds the Nest application as `app`
 * @throws ProductionRefusal when this process or that application runs in production; StoreUnavailableError
 */
export async function signedInAs(
  { app }: { readonly app: Pick<INestApplicationContext, 'get'> },
  person: StatedPerson = {},
): Promise<SignedInPerson> {
  const settings = app.get(Settings);
  refuseInProduction(settings.environment);
  const request = { ip: '127.0.0.1', id: 'signed-in-as', headers: {} };
  const signedIn = statedSignIn(person, settings, Math.floor(Date.now() / 1000));
  const [line = ''] = await app.get(SessionStarter).start(request, { signedIn, startedAt: Date.now() });

  const url = new URL(settings.publicUrl.href);
  const browser = new Browser({ now: () => Date.now() });
  browser.cookies.keep(line, url);
  const [cookie] = browser.cookies.for(url);
  const session = cookie && (await app.get(Sessions).read(cookie.value));
  if (cookie === undefined || session === undefined) throw new Error(`The session did not begin: ${person.subject ?? 'somebody new'}`);
  return { browser, headers: { cookie: `${cookie.name}=${cookie.value}` }, cookies: browserCookies([cookie]), session };
}
