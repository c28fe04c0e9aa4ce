import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { Organisation } from '../organisation/organisation.js';
import { managementApi } from '../management/management-api.js';
import { STYLESHEET } from '../pages/stylesheet.js';
import type { AuthorizationServers, RunningServer } from './authorization-servers.js';
import { discoveryDocument } from './discovery.js';
import { endpoint } from './endpoint.js';
import { sendApiError, sendJson } from './messages.js';
import { organisationOverview } from './organisation.js';
import { isLimited, routeFor, setOktaHeaders, type Route } from './routes.js';
import { signIn } from './sign-in.js';

/** @returns the whole organisation as one request listener. */
export function requestHandler(
  organisation: Organisation,
  servers: AuthorizationServers,
  onError: (error: unknown) => void,
): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', organisation.origin);
    const route = routeFor(url.pathname);
    setOktaHeaders(response, route, organisation.switches);
    // Every address is built from the organisation's own, whatever name the request came under.
    request.headers.host = new URL(organisation.origin).host;
    respond(request, response, { url, route }, organisation, servers).catch((error: unknown) => {
      if (!(error instanceof ApiError)) onError(error);
      if (response.headersSent) response.destroy();
      else sendApiError(response, error instanceof ApiError ? error : new ApiError('E0000009'));
    });
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { url, route }: { readonly url: URL; readonly route: Route },
  organisation: Organisation,
  servers: AuthorizationServers,
): Promise<void> {
  if (!organisation.switches.available && route.to !== 'organisation' && route.to !== 'stylesheet') {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end('Service Unavailable');
    return;
  }
  if (isLimited(route, organisation.switches)) throw new ApiError('E0000047');

  switch (route.to) {
    case 'stylesheet':
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }).end(STYLESHEET);
      return;
    case 'sign-in':
      return signIn(request, response, findServer(route, organisation, servers));
    case 'discovery': {
      const { server } = findServer(route, organisation, servers);
      const clientId = url.searchParams.get('client_id');
      if (clientId !== null && !organisation.applicationOf(clientId)) {
        const { error, error_description } = new OktaOAuthError('invalid_client_id');
        return sendJson(response, 400, { error, error_description });
      }
      const issuer = clientId === null ? server.issuer : organisation.issuerInTokens(server);
      return sendJson(response, 200, { ...discoveryDocument(server, organisation), issuer });
    }
    case 'endpoint':
      return endpoint(request, response, route.endpoint, findServer(route, organisation, servers));
    case 'organisation':
      return organisationOverview(request, response, organisation, servers);
    case 'management':
      return managementApi(request, response, organisation);
    case 'nothing':
      throw new ApiError('E0000008');
  }
}

/** @throws ApiError E0000015 when custom servers are not licensed, E0000007 when there is no such server */
function findServer(
  { serverId }: Route & { readonly serverId: string },
  { switches }: Organisation,
  servers: AuthorizationServers,
): RunningServer {
  if (serverId !== 'org' && !switches.apiAccessManagement) throw new ApiError('E0000015');
  const running = servers.get(serverId);
  if (!running) throw new ApiError('E0000007', `Resource not found: ${serverId} (AuthorizationServer)`);
  return running;
}
