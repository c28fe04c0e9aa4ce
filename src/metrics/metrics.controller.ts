import { hash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers, UnauthorizedException } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Public, RateLimited } from '@fanlight/signin';
import { Settings } from '@fanlight/signin/settings';
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
  @Header('cache-control', 'no-store')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  scrape(@Headers('authorization') given = ''): Promise<string> {
    const { metricsToken } = this.settings;
    if (metricsToken !== undefined && !isSame(given, `Bearer ${metricsToken}`)) throw new UnauthorizedException();
    return this.metrics.registry.metrics();
  }
}

function isSame(given: string, expected: string): boolean {
  // Hashed, so that lengths agree and tell nothing.
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
