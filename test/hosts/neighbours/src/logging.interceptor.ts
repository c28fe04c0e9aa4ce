import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { tap } from 'rxjs';

@Injectable()
export class LoggingInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Handlers');

  intercept(context: ExecutionContext, next: CallHandler) {
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    this.logger.log(`${handler} begins`);
    return next.handle().pipe(tap(() => this.logger.log(`${handler} is done`)));
  }
}
