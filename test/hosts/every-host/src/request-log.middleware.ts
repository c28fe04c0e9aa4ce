import { Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The host's own middleware: a header on every response and a line for every request. */
@Injectable()
export class RequestLog implements NestMiddleware {
  private readonly logger = new Logger('Requests');

  use(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse, next: () => void) {
    response.setHeader('X-Seen-By', 'RequestLog');
    response.once('finish', () => this.logger.log(`${request.method} ${request.originalUrl ?? request.url} ${response.statusCode}`));
    next();
  }
}
