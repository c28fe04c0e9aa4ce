import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { Pages } from '../../src/rendering/pages.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

@Public()
@Controller('own')
class OwnController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    await this.pages.show(reply, 'signed-out', 'My own title', { stillSignedInAt: undefined });
  }

  @Post()
  async send(@Res() reply: FastifyReply): Promise<void> {
    await this.pages.goTo(reply, '/own?sent=1#end');
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

describe("A page of one's own, below a path", () => {
  let app: RunningApp;

  beforeAll(async () => {
    const port = String(await freePort());
    app = await startApp({ PORT: port, PUBLIC_URL: `http://localhost:${port}/inside` }, [OwnModule]);
  });

  afterAll(() => app?.close());

  it('stands in the layout, with the name and the way out of whoever is signed in', async () => {
    const { browser } = await signedInAs(app, { name: 'Ada Lovelace' });
    const page = await browser.get(`${app.url}/own`);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<title>My own title');
    expect(page.text).toContain('Ada Lovelace');
    expect(page.forms.map(({ action }) => action)).toEqual(['/inside/logout']);
  });

  it('is the same page for visitors, without either', async () => {
    const page = await new Browser().get(`${app.url}/own`);
    expect(page.body).toContain('<title>My own title');
    expect(page.forms).toEqual([]);
  });

  it('is where a form leads on to, once', async () => {
    const browser = new Browser();
    const sent = await browser.post(await browser.get(`${app.url}/own`), `${app.url}/own`, {});
    expect(sent.trail).toEqual([{ url: `${app.url}/own`, status: 303, location: '/inside/own?sent=1#end' }]);
    expect(sent.status).toBe(200);
  });
});
