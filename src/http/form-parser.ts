import { PayloadTooLargeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Fields of a posted form. A parser takes longer for each of them than the network takes to bring it. */
const maxFields = 50;

/**
 * Forms arrive as URLSearchParams: repeated fields stay visible, and no field becomes an object.
 * One with more than 50 fields is refused with 413 before it is parsed.
 */
export function parseForms(server: FastifyInstance): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    // As many parts as limit + 1 say that there are too many, without splitting the rest.
    if (String(body).split('&', maxFields + 1).length > maxFields)
      done(new PayloadTooLargeException(`A form has at most ${maxFields} fields.`));
    // A space is read faster than the plus sign that stands for it, which matters where somebody sends nothing else.
    else done(null, new URLSearchParams(String(body).replaceAll('+', ' ')));
  });
}
