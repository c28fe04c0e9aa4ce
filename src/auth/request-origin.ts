import type { FastifyRequest } from 'fastify';
import type { Origin } from './auth-events.js';

const longest = 300;

/** What is read of a request to tell where it came from. */
export type IncomingRequest = Pick<FastifyRequest, 'ip' | 'id' | 'headers'>;

/** Address (through TRUST_PROXY alone), browser and reference of a request. */
export function originOf(request: IncomingRequest): Origin {
  return { address: request.ip, userAgent: request.headers['user-agent']?.slice(0, longest), reference: request.id };
}
