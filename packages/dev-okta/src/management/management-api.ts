import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApiError } from '../errors/api-errors.js';
import { sendJson } from '../http/messages.js';
import type { Organisation } from '../organisation/organisation.js';
import { applicationCalls } from './applications.js';
import { authorizationServerCalls } from './authorization-servers.js';
import type { Calls } from './call.js';

/** The one API token of the embedded organisation. It protects nothing: it exists on this machine only. */
export const managementToken = '00embedded-okta-development-token';

const calls = Object.entries<Calls[string]>({ ...authorizationServerCalls, ...applicationCalls }).map(([name, call]) => {
  const [method, path = ''] = name.split(' ');
  return { method, path: new RegExp(`^${path.replaceAll('*', '([^/]+)')}$`), call };
});

/** Okta returns 201 for what was made here, 200 for everything else. */
const makesPolicyOrRule = /\/(policies|rules)$/;

/**
 * The part of Okta's Management API that tells and mends what a sign-in needs.
 * @throws ApiError as Okta: E0000011 without the token, E0000008 for an unknown path, E0000022 for a method that the path has not
 */
export async function managementApi(request: IncomingMessage, response: ServerResponse, organisation: Organisation): Promise<void> {
  const { authorization } = request.headers;
  if (authorization !== `SSWS ${managementToken}` && authorization !== `Bearer ${managementToken}`) throw new ApiError('E0000011');
  const { pathname, searchParams: query } = new URL(request.url ?? '/', organisation.origin);
  const found = calls.filter(({ path }) => path.test(pathname));
  if (found.length === 0) throw new ApiError('E0000008');
  const chosen = found.find(({ method }) => method === request.method);
  if (!chosen) throw new ApiError('E0000022');

  const ids = chosen.path.exec(pathname)?.slice(1).map(decode) ?? [];
  const reads = request.method === 'GET';
  const result = chosen.call({ organisation, ids, query, body: reads ? {} : await readJson(request) });
  if (!reads) organisation.keep();
  sendJson(response, !reads && makesPolicyOrRule.test(pathname) ? 201 : 200, result);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const body = await text(request);
  try {
    const value: unknown = JSON.parse(body || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new ApiError('E0000003');
}
