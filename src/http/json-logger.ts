import { ConsoleLogger } from '@nestjs/common';
import type { LogLevel } from '@fanlight/signin/settings';

const nestNames = { fatal: 'fatal', error: 'error', warn: 'warn', info: 'log', debug: 'debug', trace: 'verbose' } as const;

/** What Nest itself says at each start, a line for each module and route: at LOG_LEVEL=debug. */
const startContexts = new Set<unknown>(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Characters that a terminal obeys or that hide others: DEL and C1, line separators, marks and overrides of the writing direction. */
const unprintable = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Nest's own JSON logger, a line for each message: what is given beside a text are members of the line. Of errors it writes name, message,
 * stack, code and cause, since what else a driver hangs on them may hold what nobody is to read.
 */
export class JsonLogger extends ConsoleLogger {
  constructor(
    level: LogLevel,
    /** Takes each line, with its line feed. */
    private readonly write: (line: string) => void = (line) => void process.stdout.write(line),
  ) {
    super({ json: true, flattenParams: true, logLevels: level === 'silent' ? [] : [nestNames[level]] });
  }

  override log(message: unknown, ...more: unknown[]): void {
    if (startContexts.has(more.at(-1))) this.debug(message, ...more);
    else super.log(message, ...more);
  }

  protected override printAsJson(...[message, options]: Parameters<ConsoleLogger['printAsJson']>): void {
    const json = this.stringifyJsonLogObject(this.getJsonLogObject(message, options));
    // JSON escapes the other control characters by itself.
    this.write(`${json.replace(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`);
  }

  protected override serializeError(error: Error, depth?: number, ancestors?: Set<Error>): Record<string, unknown> {
    const { name, message, stack, code, cause } = super.serializeError(error, depth, ancestors);
    return { name, message, stack, code, cause: error.cause instanceof Error ? cause : undefined };
  }

  protected override stringifyReplacer(key: string, value: unknown): unknown {
    return value instanceof Error ? this.serializeError(value) : super.stringifyReplacer(key, value);
  }
}
