import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

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
    if (hasManyFields(body as Buffer)) done(new PayloadTooLargeException(`A form has at most ${maxFields} fields.`));
    else done(null, new URLSearchParams(withSpaces(body as Buffer).toString()));
  });
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeep(String(body))) done(new BadRequestException(`JSON is nested at most ${maxDepth} levels deep.`));
    else void parseJson(request, String(body), done);
  });
}

function hasManyFields(form: Buffer): boolean {
  let fields = 1;
  for (let at = form.indexOf('&'); at >= 0 && fields <= maxFields; at = form.indexOf('&', at + 1)) fields += 1;
  return fields > maxFields;
}

/** Somebody may send nothing but plus signs: as text they take milliseconds to become the spaces that they stand for. */
function withSpaces(form: Buffer): Buffer {
  for (let at = 0; at < form.length; at += 1) if (form[at] === 0x2b) form[at] = 0x20;
  return form;
}

function isDeep(json: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isInText && character === '\\') at += 1;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && (character === '[' || character === '{')) depth += 1;
    else if (!isInText && (character === ']' || character === '}')) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}
