import { type ProxySettings, Transport, type TransportResponse, TransportTimeout } from '@fanlight/oidc';

/** One request of the doctor's own. */
export interface DoctorRequest {
  readonly url: string;
  /** Default: GET. */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Sends one request; follows no redirect. Throws NoResponse. */
export type Send = (request: DoctorRequest) => Promise<TransportResponse>;

/** Nothing came back that can be read: the network, a certificate, a time limit. */
export class NoResponse extends Error {
  override readonly name = 'NoResponse';
}

/** A GET that finds its connection closed is sent once more, as sign-in does. @param timeoutMs for each exchange */
export function sendWithin(timeoutMs: number, proxy: ProxySettings): Send {
  const transport = new Transport(proxy);
  return async ({ url, method = 'GET', headers = {}, body }) => {
    for (let left = method === 'GET' ? 2 : 1; ; left--) {
      try {
        return await transport.exchange({ url, method, headers, body, timeoutMs });
      } catch (cause) {
        if (left > 1 && !(cause instanceof TransportTimeout)) continue;
        throw new NoResponse(`${url.replace(/[?#].*$/s, '')} did not answer: ${transport.reasonOf(cause, url)}`, { cause });
      }
    }
  };
}
