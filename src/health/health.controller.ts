import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public, RateLimited } from '@fanlight/signin';
import { Readiness } from './readiness.js';

/** For load balancers and orchestrators. */
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process lives and its event loop turns: whether anything that it needs works is /readyz's business. */
  @Get('healthz')
  @Header('cache-control', 'no-store')
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200: send people here. 503: this instance could serve nobody now. */
  @Get('readyz')
  @RateLimited('instance')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): ReturnType<Readiness['report']> {
    const report = await this.readiness.report();
    void reply.code(report.status === 'unready' ? 503 : 200);
    return report;
  }
}
