/** A request that this application makes of another server. */
export interface OutgoingRequest {
  /** What it is for: the span's name. */
  readonly purpose: string;
  readonly method: string;
  /** Without its query, which may hold what is secret. */
  readonly url: string;
}

/** Sends a request with these headers on top of its own. */
export type SendWith<Response> = (headers: Readonly<Record<string, string>>) => Promise<Response>;

/** Traces of requests to the provider. A Nest provider and its token. */
export abstract class Tracing {
  /**
   * Sends a request within a span below that of the request being served, and hands that span on as `traceparent`.
   * Resolves and throws as `send` does.
   */
  abstract around<Response extends { readonly status: number }>(request: OutgoingRequest, send: SendWith<Response>): Promise<Response>;
}

/** Where no collector is named: costs nothing. */
export class Untraced extends Tracing {
  around<Response>(_request: OutgoingRequest, send: SendWith<Response>): Promise<Response> {
    return send({});
  }
}
