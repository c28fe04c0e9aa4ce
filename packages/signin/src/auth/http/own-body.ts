import type { IncomingMessage } from 'node:http';
import { BadRequestException, HttpException, PayloadTooLargeException } from '@nestjs/common';

/** Bytes of what is posted to a route of ours. */
const maxBytes = 64 * 1024;
/** Fields of a form. A parser takes longer for each of them than the network takes to bring it. */
const maxFields = 50;
/** Levels of JSON, for the same reason. */
const maxDepth = 100;

export type OwnBody = { readonly form: URLSearchParams } | { readonly json: unknown } | undefined;

/** `form` for an HTML form of the simple kind, `json` for JSON, undefined for anything else. */
export function kindOf({ headers }: IncomingMessage): 'form' | 'json' | undefined {
  const type = headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded *(?:;|$)/i.test(type)) return 'form';
  return /^application\/json *(?:;|$)/i.test(type) ? 'json' : undefined;
}

/**
 * Reads a form or JSON from the request itself, before any body parser of the host does. Repeated fields of a form stay visible.
 * @throws PayloadTooLargeException (413) for more than 64 kB or 50 fields, BadRequestException (400) for what was broken off, is no
 * JSON, or is nested deeper than 100 levels.
 */
export async function readBody(message: IncomingMessage, kind: 'form' | 'json'): Promise<OwnBody> {
  const body = await readBytes(message, maxBytes);
  if (kind === 'json') return { json: parseJson(body.toString()) };
  if (hasManyFields(body, maxFields)) throw new PayloadTooLargeException(`A form has at most ${maxFields} fields.`);
  return { form: new URLSearchParams(withSpaces(body).toString()) };
}

/** @throws PayloadTooLargeException (413), BadRequestException (400) for what was broken off */
export async function readBytes(message: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLong(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // The connection is still needed for the response.
    for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLong(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpException ? error : new BadRequestException('The body was not sent to its end.', { cause: error });
  }
  return Buffer.concat(chunks);
}

/** @throws BadRequestException (400) for what is no JSON, or is nested deeper than 100 levels */
export function parseJson(text: string): unknown {
  if (isDeep(text, maxDepth)) throw new BadRequestException(`JSON is nested at most ${maxDepth} levels deep.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadRequestException('This is no JSON.', { cause: error });
  }
}

function tooLong(limit: number): HttpException {
  return new PayloadTooLargeException(`A body has at most ${limit} bytes.`);
}

/** Whether a form has more than `maxFields` fields. */
export function hasManyFields(form: Buffer, maxFields: number): boolean {
  let fields = 1;
  for (let at = form.indexOf('&'); at >= 0 && fields <= maxFields; at = form.indexOf('&', at + 1)) fields += 1;
  return fields > maxFields;
}

/** Somebody may send nothing but plus signs: as text they take milliseconds to become the spaces that they stand for. */
export function withSpaces(form: Buffer): Buffer {
  for (let at = 0; at < form.length; at += 1) if (form[at] === 0x2b) form[at] = 0x20;
  return form;
}

/** Whether JSON is nested deeper than `maxDepth` levels, without parsing it. */
export function isDeep(json: string, maxDepth: number): boolean {
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
