import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import { managementApi } from '../management/management-api.js';
import { orderedRefusal } from '../organisation/refusals.js';
import { storedId } from '../provider/access-token.js';
import type { AuthorizationServers, RunningServer } from './authorization-servers.js';
import { discoveryDocument } from './discovery.js';
import { interaction } from './interaction.js';
import { logout } from './logout.js';
import { readForm, redirect, sendJson, withBody } from './messages.js';
import { organisationOverview } from './organisation.js';
import { isLimited, routeFor, setOktaHeaders, type Route } from './routes.js';

// Both src/ and dist/ stand beside public/.
const stylesheet = readFileSync(new URL('../../public/embedded-okta.css', import.meta.url));

/** @returns the whole organisation as one request listener. */
export function requestHandler(servers: AuthorizationServers, onError: (error: unknown) => void): RequestListener {
  const { organisation } = servers;
  const serve = async (request: IncomingMessage, response: ServerResponse, url: URL, route: Route): Promise<void> => {
    if (!organisation.switches.available && route.to !== 'organisation' && route.to !== 'stylesheet') {
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end('Service Unavailable');
      return;
    }
    if (isLimited(route, organisation.switches)) throw new ApiError('E0000047');

    switch (route.to) {
      case 'stylesheet':
        response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }).end(stylesheet);
        return;
      case 'sign-in':
        return interaction(request, response, findServer(route, servers));
      case 'discovery': {
        const { server } = findServer(route, servers);
        const clientId = url.searchParams.get('client_id');
        if (clientId !== null && !organisation.applicationOf(clientId)) {
          return sendJson(response, 400, new OktaOAuthError('invalid_client_id').body);
        }
        const issuer = clientId === null ? server.issuer : organisation.issuerInTokens(server);
        return sendJson(response, 200, { ...discoveryDocument(server, organisation), issuer });
      }
      case 'endpoint':
        return serveEndpoint(request, response, route.endpoint, findServer(route, servers));
      case 'organisation':
        return organisationOverview(request, response, servers);
      case 'management':
        return managementApi(request, response, organisation);
      case 'nothing':
        throw new ApiError('E0000008');
    }
  };
  return (request, response) => {
    const url = new URL(request.url ?? '/', organisation.origin);
    const route = routeFor(url.pathname);
    setOktaHeaders(response, route, organisation.switches);
    // Every address is built from the organisation's own, whatever name the request came under.
    request.headers.host = new URL(organisation.origin).host;
    serve(request, response, url, route).catch((error: unknown) => {
      if (!(error instanceof ApiError)) onError(error);
      if (response.headersSent) return void response.destroy();
      const { status, body } = error instanceof ApiError ? error : new ApiError('E0000009');
      sendJson(response, status, body);
    });
  };
}

/** @throws ApiError E0000015 when custom servers are not licensed, E0000007 when there is no such server */
function findServer({ serverId }: { readonly serverId: string }, servers: AuthorizationServers): RunningServer {
  if (serverId !== 'org' && !servers.organisation.switches.apiAccessManagement) throw new ApiError('E0000015');
  const running = servers.get(serverId);
  if (!running) throw new ApiError('E0000007', `Resource not found: ${serverId} (AuthorizationServer)`);
  return running;
}

const authenticatesClient: ReadonlySet<string> = new Set(['token', 'introspect', 'revoke', 'par']);

/**
 * Serves an OAuth endpoint: most of them are oidc-provider's as they are.
 * @throws ApiError E0000022 for a method that the endpoint has not
 */
async function serveEndpoint(request: IncomingMessage, response: ServerResponse, name: string, running: RunningServer): Promise<void> {
  const methods = authenticatesClient.has(name) ? ['POST'] : name === 'keys' ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST'];
  if (!methods.includes(request.method ?? '')) throw new ApiError('E0000022');
  const refusal = authenticatesClient.has(name) ? orderedRefusal('client', running.organisation.switches.refusal) : undefined;
  if (refusal) return sendJson(response, refusal.status, refusal.body);
  if (name === 'logout') return logout(request, response, running);
  if (name === 'authorize' && request.method === 'POST') return asQuery(request, response);
  const takesToken = name === 'introspect' || name === 'revoke';
  running.handle(takesToken ? await withStoredToken(request, running) : request, response);
}

/** oidc-provider refuses JWTs at these two endpoints, as it stores none. */
async function withStoredToken(request: IncomingMessage, { key }: RunningServer): Promise<IncomingMessage> {
  const form = await readForm(request);
  const token = form.get('token');
  if (token !== null) form.set('token', await storedId(token, key));
  return withBody(request, form.toString());
}

/** OpenID Connect Core 1.0, section 3.1.2.1 wants POST too; oidc-provider has it only with cookies that need https. */
async function asQuery(request: IncomingMessage, response: ServerResponse): Promise<void> {
  redirect(response, `${request.url?.split('?')[0]}?${(await readForm(request)).toString()}`);
}
