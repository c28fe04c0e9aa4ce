import { type ProxySettings, Transport, type TransportResponse } from '../oidc/provider/transport.js';

/** One request of the doctor's own. */
export interface Question {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Answer = TransportResponse;

/** Sends one request; follows no redirect. Throws NoAnswer. */
export type Ask = (question: Question) => Promise<Answer>;

/** Nothing came back that can be read: the network, a certificate, a time limit. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    readonly url: string,
    readonly reason: string,
    cause: unknown,
  ) {
    super(`${url} did not answer: ${reason}`, { cause });
  }
}

/** @param timeoutMs for the whole exchange */
export function askWithin(timeoutMs: number, proxy: ProxySettings): Ask {
  const transport = new Transport(proxy);
  return async ({ url, method = 'GET', headers = {}, body }) => {
    try {
      return await transport.exchange({ url, method, headers, body, timeoutMs });
    } catch (error) {
      throw new NoAnswer(url.replace(/[?#].*$/s, ''), transport.reasonOf(error, url), error);
    }
  };
}
