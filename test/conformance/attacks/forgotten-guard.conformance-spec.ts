import { Controller, Get, Module, Post } from '@nestjs/common';
import { closeScenarios, settle, startScenario } from '../scenario.js';

afterEach(closeScenarios);

let served = 0;

/** As somebody writes it who thinks of no guard at all. */
@Controller()
class OrdersController {
  @Get('api/orders')
  list(): object {
    served += 1;
    return { orders: [] };
  }

  @Post('api/orders')
  add(): object {
    served += 1;
    return {};
  }

  @Get('orders')
  page(): string {
    served += 1;
    return 'orders';
  }
}

@Module({ controllers: [OrdersController] })
class OrdersModule {}

beforeEach(() => {
  served = 0;
});

it('guards a route that says nothing about who may call it', async () => {
  const { app, browser, provider } = await startScenario({ modules: [OrdersModule] });
  const api = await browser.get(`${app.url}/api/orders`, { accept: 'application/json' });
  const page = await browser.get(`${app.url}/orders`, {}, { redirect: 'manual' });
  const post = await fetch(`${app.url}/api/orders`, { method: 'POST' });
  expect([api.status, page.headers.location, post.status, served]).toEqual([401, '/login?returnTo=%2Forders', 401, 0]);
  expect(provider.requestsTo('authorize')).toHaveLength(0);
});

it('serves it to whoever is signed in', async () => {
  const { app, browser } = await startScenario({ modules: [OrdersModule] });
  const page = await settle(browser, await browser.get(`${app.url}/orders`));
  expect([page.status, page.body, served]).toEqual([200, 'orders', 1]);
});

it('takes no unsafe request to it from another site', async () => {
  const { app, browser, provider, signIn } = await startScenario({ modules: [OrdersModule] });
  await signIn();
  const evil = await browser.get(`${provider.origin}/nothing`);
  const answer = await browser.post(evil, `${app.url}/api/orders`, {});
  // SameSite=Lax keeps the session's cookie back. A browser that sends it is told apart by the origin.
  expect([answer.status, served]).toEqual([401, 0]);
  const cookie = browser.cookies.header(new URL(app.url), undefined, true) ?? '';
  const lax = await fetch(`${app.url}/api/orders`, { method: 'POST', headers: { cookie, origin: provider.origin } });
  expect([lax.status, served]).toEqual([403, 0]);
});
