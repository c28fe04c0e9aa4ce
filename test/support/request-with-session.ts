import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { SignInRequest } from '../../packages/signin/src/auth/http/sign-in-request.js';
import type { Session } from '../../packages/signin/src/session/session.js';

/** A request that a browser with that session would have sent, for what is called outside of a handler. */
export function requestWithSession(session: Session | undefined): SignInRequest {
  const origin = { ip: '127.0.0.1', id: 'a-test' };
  return new SignInRequest(new IncomingMessage(new Socket()), undefined, origin, 'http://localhost', () => Promise.resolve(session));
}
