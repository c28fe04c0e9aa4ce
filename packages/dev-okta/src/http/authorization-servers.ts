import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import { inOktasWords } from '../errors/library-errors.js';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import { errorPage } from '../pages/message-pages.js';
import { OktaProvider } from '../provider/okta-provider.js';
import { loadSigningKey, type SigningKey } from '../provider/signing-key.js';
import { requestUniversalLogout } from '../provider/logout-messages.js';
import type { Store } from '../provider/store.js';

/** One authorization server as it runs. */
export interface RunningServer {
  readonly organisation: Organisation;
  readonly server: AuthorizationServer;
  readonly provider: OktaProvider;
  readonly key: SigningKey;
  /** Hands a request over; its path is still the whole one. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export type Session = InstanceType<OktaProvider['Session']>;

/** @returns the session of this browser; an empty one when there is none. */
export function findSession({ provider }: RunningServer, request: IncomingMessage, response: ServerResponse): Promise<Session> {
  return provider.Session.get(provider.createContext(request, response));
}

/** The running authorization servers: one oidc-provider and one key each, made when it is first asked for; one store for all. */
export class AuthorizationServers {
  private readonly running = new Map<string, RunningServer>();

  constructor(
    readonly organisation: Organisation,
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {}

  get(id: string): RunningServer | undefined {
    const server = this.running.get(id) ?? this.start(this.organisation.server(id));
    if (server) this.running.set(id, server);
    return server;
  }

  /** Each server signs with a new key from now on; the old ones are gone from the published sets. */
  rotateKeys(): void {
    for (const { id } of this.organisation.servers) this.store.remove('SigningKey', id);
    this.running.clear();
  }

  /** Ends a person's sessions in every browser and asks the application to do the same, as the organisation: with the org server's key. */
  async clearSessions(person: Person): Promise<number | undefined> {
    this.store.removeBy('accountId', 'Session', person.id);
    const { application, origin } = this.organisation;
    return requestUniversalLogout(application, person, origin, loadSigningKey(this.store, 'org'));
  }

  private start(server: AuthorizationServer | undefined): RunningServer | undefined {
    if (!server) return undefined;
    const { organisation, store, onError } = this;
    const key = loadSigningKey(store, server.id);
    const provider = new OktaProvider({ organisation, server, store, key, renderError, onError });
    const callback = provider.callback();
    const mount = new URL(server.issuer).pathname.replace(/\/$/, '');
    return {
      organisation,
      server,
      provider,
      key,
      handle(request, response) {
        // oidc-provider finds out from the two addresses where it is mounted.
        Object.assign(request, { originalUrl: request.url, url: request.url?.slice(mount.length) });
        void callback(request, response);
      },
    };
  }
}

const renderError: ConstructorParameters<typeof OktaProvider>[0]['renderError'] = (ctx, out, error) => {
  const said = inOktasWords(error);
  if (said instanceof OktaOAuthError) ctx.status = said.status;
  ctx.type = 'html';
  ctx.body = errorPage(ctx.status, said instanceof OktaOAuthError ? said.body : out);
};
