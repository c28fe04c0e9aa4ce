/** One request of the doctor's own. */
export interface Question {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request; follows no redirect. Throws NoAnswer. */
export type Ask = (question: Question) => Promise<Answer>;

/** Nothing came back: the network, a certificate, a deadline. */
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

/** @param timeout milliseconds for the whole exchange */
export function askWithin(timeout: number): Ask {
  return async ({ url, method = 'GET', headers = {}, body }) => {
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw new NoAnswer(url.replace(/[?#].*$/s, ''), reasonOf(error), error);
    }
  };
}

function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
