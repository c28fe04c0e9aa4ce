import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, ForbiddenException, Get, Logger, Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { send } from '../support/request.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const say = (_request: IncomingMessage, response: ServerResponse, next: () => void): void => {
  response.setHeader('x-said-by', 'middleware');
  next();
};

const refuse = (): void => {
  throw new ForbiddenException();
};

@Public()
@Controller('own')
class OwnController {
  private readonly logger = new Logger('Orders');

  @Get(['page', 'refused'])
  show(): { readonly shown: true } {
    this.logger.log('shown', { order: 7 });
    return { shown: true };
  }
}

@Module({ controllers: [OwnController] })
class OwnModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(say).forRoutes(OwnController).apply(refuse).forRoutes('own/refused');
  }
}

describe('Middleware of one’s own', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ LOG_LEVEL: 'info' }, {}, [OwnModule]);
  });

  afterAll(() => pair.close());

  it('runs, and what its module logs is in the log at level info', async () => {
    const answer = await fetch(`${pair.url}/own/page`);
    expect(await answer.json()).toEqual({ shown: true });
    expect(answer.headers.get('x-said-by')).toBe('middleware');
    const lines = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'log', context: 'Orders', message: 'shown', order: 7 }));
  });

  it.each([
    ['text/html', 'text/html; charset=utf-8'],
    ['application/json', 'application/problem+json; charset=utf-8'],
  ])('may refuse: whoever accepts %s gets our own answer with every header', async (accept, type) => {
    const answer = await send(new URL(`${pair.url}/own/refused`), { method: 'GET', headers: { accept }, body: undefined });
    expect(answer).toMatchObject({
      status: 403,
      headers: {
        'content-type': type,
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cache-control': 'no-store',
      },
    });
  });
});
