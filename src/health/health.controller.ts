import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/public.decorator.js';
import { RateLimited } from '../auth/rate-limit.hook.js';
import { Readiness } from './readiness.js';

/** For load balancers and orchestrators. */
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process lives and its event loop turns: whether anything that it needs works is /readyz's business. */
  @Get('healthz')
  async alive(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('cache-control', 'no-store').send({ status: 'ok' });
  }

  /** 200: send people here. 503: this instance could serve nobody now. */
  @Get('readyz')
  @RateLimited('instance')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.readiness.report();
    await reply
      .code(report.status === 'unready' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(report);
  }
}
