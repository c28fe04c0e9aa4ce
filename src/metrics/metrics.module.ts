import { Module } from '@nestjs/common';
import { AuthModule } from '@fanlight/signin';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

@Module({ imports: [AuthModule], controllers: [MetricsController], providers: [Metrics] })
export class MetricsModule {}
