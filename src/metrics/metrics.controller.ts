import { hash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Req, Res, UnauthorizedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/public.decorator.js';
import { RateLimited } from '../auth/rate-limit.hook.js';
import { Settings } from '../config/settings.js';
import { Metrics } from './metrics.js';

/** For Prometheus. Says nothing about a person, but how busy the place is: with METRICS_TOKEN only its bearer may read it. */
@Public()
@RateLimited('instance')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
  ) {}

  @Get()
  async scrape(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { metricsToken } = this.settings;
    if (metricsToken !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${metricsToken}`))
      throw new UnauthorizedException();
    await reply
      .header('cache-control', 'no-store')
      .type(this.metrics.registry.contentType)
      .send(await this.metrics.registry.metrics());
  }
}

function isSame(given: string, expected: string): boolean {
  // Hashed, so that lengths agree and tell nothing.
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
