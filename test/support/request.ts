import { lookup as systemLookup } from 'node:dns';
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Answer, Page } from './page.js';

/** By name in lower case; undefined: the header is not sent. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface Outgoing {
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body: string | undefined;
}

/** Browsers never ask the network for names under `.localhost` (RFC 6761, section 6.3). */
const lookup: LookupFunction = (hostname, options, answer) => {
  systemLookup(hostname.endsWith('.localhost') ? 'localhost' : hostname, options, answer);
};

/**
 * One request on a connection of its own, so that nothing stays open between tests.
 * node:http rather than fetch, which overwrites Sec-Fetch-Mode.
 * @param ca PEM of the authority that https answers are checked against; undefined: the system's
 */
export function send(url: URL, { method, headers, body }: Outgoing, ca?: string): Promise<Answer> {
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  const options: RequestOptions & { ca?: string } = { method, headers: sent, agent: false, lookup, ...(ca === undefined ? {} : { ca }) };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** The request that follows a 301, 302 or 303 (Fetch, section 4.4, steps 12 and 13). */
export function withoutBody({ method, headers }: Outgoing): Outgoing {
  return { method: method === 'HEAD' ? 'HEAD' : 'GET', headers: { ...headers, 'content-type': undefined }, body: undefined };
}

/** The Origin header: 'null' where the page's referrer policy hides it from a form's target (Fetch, section 3.2). */
export function originHeader(page: Page, url: URL, loadsPage: boolean): string {
  const { origin } = new URL(page.url);
  const policy = page.headers['referrer-policy'];
  const isHidden = policy === 'no-referrer' || (policy === 'same-origin' && origin !== url.origin);
  return loadsPage && isHidden ? 'null' : origin;
}
