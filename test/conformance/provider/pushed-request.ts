import { json, oauthError } from './answer.js';
import { clientProblem } from './client-authentication.js';
import { requested } from './request-object.js';
import type { EndpointHandler } from './provider-state.js';

/** RFC 9126, section 2. */
export const pushedRequest: EndpointHandler = async (state, request) => {
  const problem = await clientProblem(state, request);
  if (problem) return oauthError('invalid_client', problem, 401);
  if (request.form.has('request_uri')) return oauthError('invalid_request', 'request_uri cannot be pushed');
  const parameters = await requested(state, request.form);
  if (!parameters) return oauthError('invalid_request_object', 'A request object signed by the client is needed.');
  return json({ request_uri: state.grants.push(parameters), expires_in: 60 }, 201);
};
