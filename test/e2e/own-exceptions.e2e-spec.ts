import {
  BadRequestException,
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  Module,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Public } from '@fanlight/signin';
import { Browser } from '../support/browser.js';
import { type RunningApp, startApp } from '../support/start-app.js';

@Public()
@Controller('own')
class OwnController {
  @Get('closed') closed(): never {
    throw new ForbiddenException('The shop is closed on <b>Sundays</b>.');
  }
  @Get('invalid') invalid(): never {
    throw new BadRequestException(['name is missing', 'age is no number']);
  }
  @Get('teapot') teapot(): never {
    throw new HttpException('This is a teapot.', 418);
  }
  @Get('moving') moving(): never {
    throw new ServiceUnavailableException('The orders are being moved until noon.');
  }
  @Get('bare') bare(): never {
    throw new ForbiddenException();
  }
  @Get('broken') broken(): never {
    throw new Error('the password of the database is hunter2');
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

describe('An exception that a handler throws', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp({}, [OwnModule]);
  });

  afterAll(() => app?.close());

  it.each([
    ['closed', 403, 'The shop is closed on <b>Sundays</b>.'],
    ['invalid', 400, 'name is missing; age is no number'],
    ['teapot', 418, 'This is a teapot.'],
    ['moving', 503, 'The orders are being moved until noon.'],
  ])('keeps its status and its message: %s', async (path, status, message) => {
    const page = await new Browser().get(`${app.url}/own/${path}`);
    expect([page.status, page.text]).toEqual([status, expect.stringContaining(message)]);
    const response = await fetch(`${app.url}/own/${path}`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status, detail: message });
  });

  it('says what its status means where it has no message of its own', async () => {
    const response = await fetch(`${app.url}/own/bare`);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ status: 403, code: expect.any(String) as string });
  });

  it('shows nothing of an error that nobody expected', async () => {
    const page = await new Browser().get(`${app.url}/own/broken`);
    expect(page.status).toBe(500);
    expect(page.text).not.toContain('hunter2');
    expect(JSON.stringify(await (await fetch(`${app.url}/own/broken`)).json())).not.toContain('hunter2');
    expect(app.log.some((line) => line.includes('hunter2'))).toBe(true);
  });
});
