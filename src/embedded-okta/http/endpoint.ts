import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { storedId } from '../provider/access-token.js';
import { orderedRefusal } from '../organisation/refusals.js';
import type { RunningServer } from './authorization-servers.js';
import { logout } from './logout.js';
import { readForm, redirect, sendJson, withBody } from './messages.js';

const authenticatesClient: ReadonlySet<string> = new Set(['token', 'introspect', 'revoke', 'par']);

/**
 * Serves an OAuth endpoint: most of them are oidc-provider's as they are.
 * @throws ApiError E0000022 for a method that the endpoint has not
 */
export async function endpoint(request: IncomingMessage, response: ServerResponse, name: string, running: RunningServer): Promise<void> {
  const methods = authenticatesClient.has(name) ? ['POST'] : name === 'keys' ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST'];
  if (!methods.includes(request.method ?? '')) throw new ApiError('E0000022');
  const refusal = authenticatesClient.has(name) ? orderedRefusal('client', running.organisation.switches.refusal) : undefined;
  if (refusal) return sendJson(response, refusal.status, { error: refusal.error, error_description: refusal.error_description });
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
