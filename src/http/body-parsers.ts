import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { hasManyFields, isDeep, withSpaces } from '@fanlight/signin/application';

/** Fields of a posted form. A parser takes longer for each of them than the network takes to bring it. */
const maxFields = 50;
/** Levels of a JSON body, for the same reason. */
const maxDepth = 100;

/**
 * Forms arrive as URLSearchParams: repeated fields stay visible, and no field becomes an object. One with more than 50 fields is refused
 * with 413, JSON that is nested deeper than 100 levels with 400, both before they are parsed.
 */
export function parseBodies(server: FastifyInstance): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    if (hasManyFields(body as Buffer, maxFields)) done(new PayloadTooLargeException(`A form has at most ${maxFields} fields.`));
    else done(null, new URLSearchParams(withSpaces(body as Buffer).toString()));
  });
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeep(String(body), maxDepth)) done(new BadRequestException(`JSON is nested at most ${maxDepth} levels deep.`));
    else void parseJson(request, String(body), done);
  });
}
