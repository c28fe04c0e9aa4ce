import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const paths = [
  'metrics-overview',
  'favicons',
  'robots-x',
  'healthz-x',
  'readyz/x',
  'backchannel-logout-x',
  'universal-logout/x',
  'assets-x',
];

@Controller()
class OwnController {
  @Get(paths)
  show(@Req() request: FastifyRequest): { readonly path: string } {
    return { path: request.url };
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

describe('A route of one’s own', () => {
  let pair: RunningPair;
  const browser = new Browser();

  beforeAll(async () => {
    pair = await startPair({}, {}, [OwnModule]);
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
  });

  afterAll(() => pair.close());

  it.each(paths)('knows who is signed in though its path begins like another: /%s', async (path) => {
    const page = await browser.get(`${pair.url}/${path}`, {}, { redirect: 'manual' });
    expect({ status: page.status, body: page.body }).toEqual({ status: 200, body: JSON.stringify({ path: `/${path}` }) });
  });
});
