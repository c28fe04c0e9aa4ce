import type { INestApplicationContext } from '@nestjs/common';
import { parseSetCookie } from 'cookie';
import { SessionStarter } from '../auth/login/session-starter.js';
import { Connections } from '../auth/connections/connections.js';
import { defaultConnection, Settings } from '../config/settings.js';
import type { Session } from '../session/session.js';
import { Sessions } from '../session/sessions.js';
import { type StatedPerson, statedSignIn } from './stated-sign-in.js';

export type { StatedPerson } from './stated-sign-in.js';

/** A cookie as Playwright's `context.addCookies` takes it. */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}

export interface SignedInPerson {
  /** The Cookie header: supertest's `.set(headers)`, Fastify's `app.inject({ url, headers })`, `fetch(url, { headers })`, a handshake. */
  readonly headers: { readonly cookie: string };
  /** For Playwright: `await context.addCookies(cookies)`. They are for PUBLIC_URL: the test's server has to be there. */
  readonly cookies: BrowserCookie[];
  /** As the application keeps it. */
  readonly session: Session;
}

/** Somebody tried to make a session that nobody signed in for where sessions are real. */
export class ProductionRefusal extends Error {
  override readonly name = 'ProductionRefusal';
  readonly code = 'production';
}

/**
 * Signs somebody in without a provider: what makes a person and a session when they come back from one makes these too, `onSignIn` included,
 * so that guards, pages and the audit trail see what a sign-in leaves.
 *
 * @param app a Nest application, or a TestingModule, with its overrides; no server needs to listen
 * @throws ProductionRefusal where this process or the application runs in production; what onSignIn throws; StoreUnavailableError
 */
export async function signedInAs(app: Pick<INestApplicationContext, 'get'>, person: StatedPerson = {}): Promise<SignedInPerson> {
  const settings = app.get(Settings);
  refuseInProduction(settings.environment);
  const connection = await app.get(Connections).find(person.connection ?? defaultConnection);
  if (connection === undefined) throw new Error(`There is no connection ${person.connection ?? ''}.`);
  const signedIn = statedSignIn(person, connection, Math.floor(Date.now() / 1000));
  const request = { ip: '127.0.0.1', id: 'signed-in-as', headers: {} };
  const [line = ''] = await app.get(SessionStarter).start(request, { connection, signedIn, startedAt: Date.now() });
  const { name, value = '' } = parseSetCookie(line);
  const session = await app.get(Sessions).read(value);
  if (session === undefined) throw new Error(`The session of ${person.subject ?? 'somebody new'} ended as it began.`);
  const { href, secure } = settings.publicUrl;
  const cookie = { name, value, domain: new URL(href).hostname, path: '/', secure, httpOnly: true, sameSite: 'Lax' } as const;
  return { headers: { cookie: `${name}=${value}` }, cookies: [cookie], session };
}

/** @param environment of the application; this process's own NODE_ENV counts as well */
export function refuseInProduction(environment: Settings['environment'], ownEnvironment = process.env['NODE_ENV']): void {
  if (environment !== 'production' && ownEnvironment !== 'production') return;
  const whose = environment === 'production' ? 'the application' : 'this process';
  throw new ProductionRefusal(`signedInAs makes sessions without a provider and is for tests: ${whose} runs with NODE_ENV=production.`);
}
