import type { FastifyRequest } from 'fastify';
import { AuthError } from './auth-error.js';
import { requestQuery } from './request-query.js';

const once = ['code', 'state', 'error', 'iss', 'response', 'id_token', 'access_token'];

/**
 * The provider's answer as it stands in the query (response_mode query) or in the posted form (form_post).
 * RFC 6749, section 3.1: parameters must not appear more than once; unknown ones are ignored.
 * Throws AuthError callback_malformed.
 */
export function authorizationResponse(request: Pick<FastifyRequest, 'method' | 'url' | 'body'>): URLSearchParams {
  const response = request.method === 'POST' ? form(request.body) : requestQuery(request.url);
  for (const name of once) {
    if (response.getAll(name).length > 1) throw new AuthError('callback_malformed', `The callback holds ${name} more than once.`);
  }
  return response;
}

function form(body: unknown): URLSearchParams {
  if (body instanceof URLSearchParams) return body;
  throw new AuthError('callback_malformed', 'The callback was posted, but not as a form.');
}
