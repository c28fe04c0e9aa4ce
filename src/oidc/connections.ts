import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Milliseconds without use after which we close a connection, where its server does not promise less. */
const longestIdle = 30_000;

/** Connections whose server has made a promise in its last answer. */
const promising = new WeakSet<object>();

/** For a GET, which may be sent once more. */
export const kept = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

/**
 * For a POST, which must not be sent twice, as a code or a rotated refresh token counts once: sent into a connection that the server is
 * just closing (LemonLDAP::NG on Starman does so at any time) it is lost. So it goes over one of its own, unless the server has promised
 * in its last answer to keep it for longer than it has been idle (RFC 2068, section 19.7.1.1: `Keep-Alive: timeout=5`); Node closes it
 * a second earlier. TLS sessions are resumed.
 */
export const promised = {
  http: keepingWhatIsPromised(new HttpAgent({ keepAlive: true, timeout: longestIdle })),
  https: keepingWhatIsPromised(new HttpsAgent({ keepAlive: true, timeout: longestIdle })),
};

/** Call it with each answer: its connection may be used again by a POST when it says how long the server keeps it. */
export function notePromise({ headers, socket }: IncomingMessage): void {
  if (/^timeout=\d/.test(String(headers['keep-alive']))) promising.add(socket);
  else promising.delete(socket);
}

function keepingWhatIsPromised<Agent extends HttpAgent>(agent: Agent): Agent {
  // Answers false for a promise below a second, though its declaration does not say so.
  const keep = agent.keepSocketAlive.bind(agent) as (socket: object) => boolean;
  agent.keepSocketAlive = (socket) => promising.has(socket) && keep(socket);
  return agent;
}
