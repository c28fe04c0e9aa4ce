// Ours with three routes more, added as docs/build-on-it.md adds them; compiled to dist/bench/main.js, beside what it imports.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createApp } from '../app.setup.js';
import { AccessTokens, CurrentSession, Public, type Session, Sessions } from '@fanlight/signin';
import { loadSettings } from '@fanlight/signin/settings';

const pages = createRequire(import.meta.url)(process.env.BENCH_PAGES!) as { profile(claims: object): string };

@Controller('bench')
class BenchController {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: Sessions,
  ) {}

  /** The page that every peer serves, behind the same guards as ours. */
  @Get('page')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@CurrentSession() { data }: Session): string {
    return pages.profile(data.idClaims);
  }

  /** What calls another API in the person's name: a token that has run out is refreshed. */
  @Get('token')
  async token(@Req() request: FastifyRequest): Promise<string> {
    await this.accessTokens.for(request);
    return 'held';
  }

  /** Begins now, instead of once a minute. It may take longer than a connection may be silent. */
  @Public()
  @Get('sweep')
  sweep(): string {
    void this.sessions.sweep();
    return 'begun';
  }
}

@Module({ controllers: [BenchController] })
class BenchModule {}

const settings = loadSettings();
const app = await createApp(settings, { modules: [BenchModule] });
await app.listen(settings.listen.port, settings.listen.host);
