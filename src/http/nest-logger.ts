import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Contexts of the application's own that say something an operator wants to read at level info. Nest's start-up chatter is debug. */
const told = new Set(['Audit']);

/** Nest's logger on pino. An object becomes the members of the line, a text its message, an error both, with what caused it. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, context?: string): void {
    this.write(told.has(context ?? '') ? 'info' : 'debug', message, context);
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.write('error', message, context, { stack });
  }

  warn(message: unknown, context?: string): void {
    this.write('warn', message, context);
  }

  debug(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: string): void {
    this.write('trace', message, context);
  }

  private write(
    level: 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    context: string | undefined,
    more: object = {},
  ): void {
    if (message instanceof Error) this.pino[level]({ context, ...message, cause: causesOf(message), ...more }, message.message);
    else if (typeof message === 'object' && message !== null) this.pino[level]({ context, ...message, ...more }, context ?? '');
    else this.pino[level]({ context, ...more }, String(message));
  }
}

/** The messages alone: what else a driver hangs on its errors may hold what nobody is to read. */
function causesOf(error: Error): string | undefined {
  const messages: string[] = [];
  for (let { cause } = error; cause instanceof Error; { cause } = cause) messages.push(cause.message);
  return messages.join(': ') || undefined;
}
