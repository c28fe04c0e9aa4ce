import type { JsonObject } from './json-object.js';

/**
 * An answer of ours to openid-client. It is handed over as an object: a body would be written, streamed and parsed once more.
 * Made of a Response when it is asked for: a class that extends it would load Node's fetch at every start.
 */
export function judgedResponse(content: JsonObject, status = 200): Response {
  return Object.assign(new Response(null, { status }), { json: () => Promise.resolve(content) });
}
