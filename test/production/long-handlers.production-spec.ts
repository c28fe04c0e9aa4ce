import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module, StreamableFile } from '@nestjs/common';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

/** Milliseconds; 30 s outside of tests. */
const connectionTimeout = 200;
const handlerTime = 5 * connectionTimeout;

@Public()
@Controller()
class LongController {
  @Get('report')
  async report(): Promise<{ readonly done: true }> {
    await sleep(handlerTime);
    return { done: true };
  }

  @Get('feed')
  feed(): StreamableFile {
    return new StreamableFile(Readable.from(pausedFeed()));
  }

  @Get('endless')
  endless(): StreamableFile {
    return new StreamableFile(Readable.from(repeated(Buffer.alloc(65_536))));
  }
}

function* repeated(part: Buffer): Generator<Buffer> {
  for (;;) yield part;
}

async function* pausedFeed(): AsyncGenerator<string> {
  yield 'first';
  await sleep(handlerTime);
  yield ', last';
}

@Module({ controllers: [LongController] })
class LongModule {}

describe('The limit on connections where nothing moves', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({}, {}, [LongModule]);
    expect(pair.app.app.getHttpServer().timeout).toBe(30_000);
    pair.app.app.getHttpServer().setTimeout(connectionTimeout);
  });

  afterAll(() => pair.close());

  it('leaves a handler alone that works for longer', async () => {
    const answer = await fetch(`${pair.url}/report`);
    expect(await answer.json()).toEqual({ done: true });
  });

  it('leaves an answer alone that pauses for longer', async () => {
    const answer = await fetch(`${pair.url}/feed`);
    expect(await answer.text()).toBe('first, last');
  });

  it('cuts off a client that does not read its answer', async () => {
    const accepted = once(pair.app.app.getHttpServer(), 'connection') as Promise<[Socket]>;
    const client = createConnection(pair.app.settings.listen.port, 'localhost');
    const [connection] = await accepted;
    const closed = once(connection, 'close');
    client.pause();
    client.write('GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await closed;
    expect(connection.destroyed).toBe(true);
    client.destroy();
  });
});
