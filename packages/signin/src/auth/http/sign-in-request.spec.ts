import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { keepHandshake, keepRequest, messageBehind, requestBehind, SignInRequest } from './sign-in-request.js';

const message = new IncomingMessage(new Socket());
/** Fastify's request. */
const withRaw = { raw: message };

function contextOf(type: string, ...parameters: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(parameters);
  context.setType(type);
  return context;
}

function graphql(context: object): ExecutionContextHost {
  return contextOf('graphql', undefined, {}, context, {});
}

describe('The message behind a context', () => {
  const client = {};
  keepHandshake(client, message);
  const connection = new Socket();
  keepHandshake(connection, message);

  it.each([
    ['HTTP on Express', contextOf('http', message, {})],
    ['HTTP on Fastify', contextOf('http', withRaw, {})],
    ['Apollo on Express', graphql({ req: message })],
    ['Apollo on Fastify', graphql({ req: withRaw })],
    ['Mercurius', graphql({ reply: { request: withRaw } })],
    ['a subscription of Mercurius', graphql({ request: withRaw })],
    ['a subscription over graphql-ws', graphql({ req: { extra: { request: message, socket: {} } } })],
    ['a gateway on Socket.IO', contextOf('ws', { request: message }, 'data')],
    ['a gateway on the ws adapter', contextOf('ws', client, 'data')],
    ['a gateway on the ws adapter whose server nobody has found', contextOf('ws', { _socket: connection }, 'data')],
  ])('is found for %s', (_name, context) => {
    expect(messageBehind(context)).toBe(message);
  });

  it.each([
    ['a microservice', contextOf('rpc', withRaw, message)],
    ['another package', contextOf('telegraf', { request: message })],
    ['a GraphQL context without its request', graphql({ mine: 1 })],
    ['GraphQL without a context', contextOf('graphql', undefined, {}, undefined)],
    ['a client whose handshake nobody has seen', contextOf('ws', {}, 'data')],
  ])('is not there for %s', (_name, context) => {
    expect([messageBehind(context), requestBehind(context)]).toEqual([undefined, undefined]);
  });

  it('has one request, whichever context asks', () => {
    let reads = 0;
    const read = async (): Promise<undefined> => void (reads += 1);
    const request = new SignInRequest(message, undefined, {}, 'http://localhost', read);
    keepRequest(request);
    const found = [contextOf('http', withRaw), graphql({ req: message }), contextOf('ws', client)].map(requestBehind);
    for (const each of found) {
      expect(each).toBe(request);
      void each?.session();
    }
    expect(reads).toBe(1);
  });
});

describe('A handshake', () => {
  const request = (headers: object, reply?: object): SignInRequest =>
    new SignInRequest(Object.assign(new IncomingMessage(new Socket()), { headers }), reply as never, {}, '', () =>
      Promise.resolve(undefined),
    );

  it('is what nobody replies to, or what asks for a WebSocket', () => {
    expect(request({}).isHandshake).toBe(true);
    expect(request({ upgrade: 'WebSocket' }, {}).isHandshake).toBe(true);
    expect(request({ upgrade: 'h2c' }, {}).isHandshake).toBe(false);
    expect(request({}, {}).isHandshake).toBe(false);
  });
});
