import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { sendJson } from '../http/answers.js';
import { readBody } from '../http/request-body.js';
import type { Organisation } from '../organisation/organisation.js';
import { APPLICATION_CALLS } from './applications.js';
import { AUTHORIZATION_SERVER_CALLS } from './authorization-servers.js';
import { CLIENT_CALLS } from './clients.js';
import type { Call } from './call.js';
import { POLICY_CALLS } from './policies.js';
import { MANAGEMENT_TOKEN } from './token.js';
import { TRUSTED_ORIGIN_CALLS } from './trusted-origins.js';

const CALLS: readonly Call[] = [
  ...AUTHORIZATION_SERVER_CALLS,
  ...POLICY_CALLS,
  ...APPLICATION_CALLS,
  ...CLIENT_CALLS,
  ...TRUSTED_ORIGIN_CALLS,
];

/**
 * Answers the part of Okta's Management API that tells and mends what a sign-in needs.
 * @throws ApiError as Okta: E0000011 without the token, E0000008 for an unknown path, E0000022 for a method that the path has not
 */
export async function managementApi(request: IncomingMessage, response: ServerResponse, organisation: Organisation): Promise<void> {
  const { authorization } = request.headers;
  if (authorization !== `SSWS ${MANAGEMENT_TOKEN}` && authorization !== `Bearer ${MANAGEMENT_TOKEN}`) throw new ApiError('E0000011');
  const url = new URL(request.url ?? '/', organisation.origin);
  const found = CALLS.flatMap((call) => {
    const match = call.path.exec(url.pathname);
    return match ? [{ call, ids: match.slice(1).map(decode) }] : [];
  });
  if (found.length === 0) throw new ApiError('E0000008');
  const chosen = found.find(({ call }) => call.method === request.method);
  if (!chosen) throw new ApiError('E0000022');

  const { call, ids } = chosen;
  const body = request.method === 'GET' ? {} : await readJson(request);
  const answer = call.answer({ organisation, ids, body, query: url.searchParams });
  if (request.method !== 'GET') organisation.keep();
  sendJson(response, call.status ?? 200, answer);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const text = await readBody(request);
  try {
    const value: unknown = JSON.parse(text || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The same answer as for JSON that is no object.
  }
  throw new ApiError('E0000003');
}
