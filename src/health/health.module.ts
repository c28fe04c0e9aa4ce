import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AuthModule } from '@fanlight/signin';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({
  // It would log each failed probe; what is down says so itself, once.
  imports: [AuthModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness],
})
export class HealthModule {}
