import type { ExecutionContext } from '@nestjs/common';
import { SignInError } from '../sign-in-error.js';

/** Passes on what `work` returns, and refuses in the way that the context understands. */
export async function refusingIn<Result>(context: ExecutionContext, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw await refusalIn(context, error);
  }
}

/** An error as the context understands it: over HTTP the filters do, GraphQL shows `extensions`, and gateways know a WsException alone. */
async function refusalIn(context: ExecutionContext, error: unknown): Promise<unknown> {
  const type = context.getType<string>();
  const refusal = type === 'http' ? error : SignInError.of(error);
  return type === 'ws' && refusal instanceof SignInError ? wsRefusal(refusal, context.switchToWs().getClient<WsClient>()) : refusal;
}

async function wsRefusal({ code, message }: SignInError, client: WsClient): Promise<Error> {
  // The host's own, which is there since there is a gateway; by a name in a variable, since nobody else needs the package.
  const name = '@nestjs/websockets';
  const { WsException, BaseWsExceptionFilter } = (await import(name)) as NestWebsockets;
  const data = { status: 'error', message, code };
  // Nest 11's filter calls `emit`, which sends nothing on a client of the ws adapter. That of Nest 12 sends as this does.
  if (!('emitMessage' in BaseWsExceptionFilter.prototype) && typeof client.readyState === 'number')
    client.send?.(JSON.stringify({ event: 'exception', data }));
  return new WsException(data);
}

interface NestWebsockets {
  readonly WsException: new (error: object) => Error;
  readonly BaseWsExceptionFilter: { readonly prototype: object };
}

/** A client of the ws adapter has a readyState as in browsers; one of Socket.IO has none. */
interface WsClient {
  readonly readyState?: number;
  send?(text: string): void;
}
