import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { write, writeFault } from './answer.js';
import { authorize } from './authorize.js';
import { discovery, jwks } from './discovery.js';
import { endSession } from './end-session.js';
import { Grants } from './grants.js';
import { KeyRing } from './key-ring.js';
import { endpoints, type Endpoint, type Fault, type JwtLie, type Lie } from './lie.js';
import { logoutToken } from './logout-token.js';
import { pathOf, type EndpointHandler, type ProviderState } from './provider-state.js';
import { pushedRequest } from './pushed-request.js';
import { readRequest, type LoggedRequest } from './request-log.js';
import { newClient, newPerson, type Client, type Person, type Setup } from './setup.js';
import { introspection, revocation, token } from './token.js';
import { userinfo } from './userinfo.js';

/** A running provider: plain OpenID Connect, and at most one lie at a time. */
export interface Provider {
  readonly origin: string;
  readonly issuer: string;
  /** Registration of the one client; set the addresses once they are known. */
  readonly client: Client;
  readonly person: Person;
  /** Every request so far, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** `sid` of the newest login. */
  lastSid(): string;
  readonly sessionsEnded: readonly string[];
  /** What it lies about from now on. */
  lie: Lie;
  requestsTo(endpoint: Endpoint): LoggedRequest[];
  rotateKeys(how?: { sameKid?: boolean; keepOld?: boolean }): void;
  /** A logout token as its back channel would send it. */
  logoutToken(session: { sub?: string; sid?: string }, lie?: JwtLie): Promise<string>;
  /** A JWT with these claims by its key. */
  jwt(header: object, claims: object): Promise<string>;
  close(): Promise<void>;
}

const handlers: Record<Endpoint, EndpointHandler> = {
  discovery,
  jwks,
  authorize,
  token,
  userinfo,
  end_session: endSession,
  par: pushedRequest,
  revocation,
  introspection,
};

/** Listens on a free port of 127.0.0.1: another host than the application's localhost, so that cookies meet a real border. */
export async function startProvider(lie: Lie | ((origin: string) => Lie) = {}, setup: Setup = {}): Promise<Provider> {
  const server = createServer((request, response) => {
    void readRequest(request, endpointAt(setup, request.url ?? '/')).then((logged) => answer(state, logged, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const state = newState(origin, typeof lie === 'function' ? lie(origin) : lie, setup);
  return {
    origin,
    issuer: state.issuer,
    client: state.client,
    person: state.person,
    requests: state.requests,
    sessionsEnded: state.sessionsEnded,
    lastSid: () => state.sessions.at(-1) ?? 'no login yet',
    get lie() {
      return state.lie;
    },
    set lie(next) {
      state.lie = next;
    },
    requestsTo: (endpoint) => state.requests.filter((request) => request.endpoint === endpoint),
    rotateKeys: (how) => state.keys.rotate(how),
    logoutToken: (session, jwtLie) => logoutToken(state, session, jwtLie),
    jwt: (header, claims) => state.keys.jwt(header, claims),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function newState(origin: string, lie: Lie, setup: Setup): ProviderState {
  const client = newClient(setup.client);
  return {
    origin,
    issuer: `${origin}${setup.issuerPath ?? ''}`,
    setup,
    client,
    person: newPerson(),
    keys: new KeyRing(setup.signing ?? 'RS256', () => client.clientSecret),
    grants: new Grants(),
    requests: [],
    sessions: [],
    sessionsEnded: [],
    dpopNonces: new Set(),
    usedJtis: new Set(),
    lie,
  };
}

function endpointAt(setup: Setup, url: string): LoggedRequest['endpoint'] {
  const path = url.split('?')[0];
  return endpoints.find((endpoint) => pathOf(setup, endpoint).split('?')[0] === path) ?? 'unknown';
}

async function answer(state: ProviderState, request: LoggedRequest, response: ServerResponse): Promise<void> {
  state.requests.push(request);
  if (state.lie.clockAhead !== undefined) response.setHeader('date', new Date(Date.now() + state.lie.clockAhead * 1000).toUTCString());
  if (request.endpoint === 'unknown') return write(response, { status: 404 });
  const fault = faultAt(state, request.endpoint);
  if (fault !== undefined) return writeFault(response, fault);
  write(response, await handlers[request.endpoint](state, request));
}

function faultAt({ lie, requests }: ProviderState, endpoint: Endpoint): Fault | undefined {
  const fault = lie.faults?.[endpoint];
  if (typeof fault !== 'object' || fault.times === undefined) return fault;
  return requests.filter((request) => request.endpoint === endpoint).length <= fault.times ? fault : undefined;
}
