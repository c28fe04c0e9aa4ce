import type { FastifyRequest } from 'fastify';

const maxLength = 300;

/** Where a request came from, as far as it is known. */
export interface RequestSource {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  /** The reference that pages show and log lines carry. */
  readonly reference: string | undefined;
}

/** What is read of a request to tell where it came from. */
export type IncomingRequest = Pick<FastifyRequest, 'ip' | 'id' | 'headers'> & Partial<Pick<FastifyRequest, 'found'>>;

/** Address (through TRUST_PROXY alone), browser and reference of a request. */
export function requestSource(request: IncomingRequest): RequestSource {
  return { address: request.ip, userAgent: request.headers['user-agent']?.slice(0, maxLength), reference: request.id };
}
