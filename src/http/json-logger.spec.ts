import { Logger } from '@nestjs/common';
import type { LogLevel } from '@fanlight/signin/settings';
import { JsonLogger } from './json-logger.js';

/** What comes out at `level` of what Nest code logs. */
function logged(level: LogLevel, say: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  Logger.overrideLogger(new JsonLogger(level, (line) => lines.push(line)));
  say(new Logger('Orders'));
  Logger.overrideLogger(false);
  for (const line of lines) expect(line).toMatch(/^[\x20-\x7e\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\uffff]+\n$/);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function sayAll(logger: Logger): void {
  logger.fatal('f');
  logger.error('e');
  logger.warn('w');
  logger.log('l');
  logger.debug('d');
  logger.verbose('v');
}

describe('The log', () => {
  it.each([
    ['trace', ['fatal', 'error', 'warn', 'log', 'debug', 'verbose']],
    ['debug', ['fatal', 'error', 'warn', 'log', 'debug']],
    ['info', ['fatal', 'error', 'warn', 'log']],
    ['warn', ['fatal', 'error', 'warn']],
    ['error', ['fatal', 'error']],
    ['fatal', ['fatal']],
    ['silent', []],
  ] as const)('holds at LOG_LEVEL=%s what Nest code logs at %j, with its context', (level, expected) => {
    const lines = logged(level, sayAll);
    expect(lines.map((line) => line['level'])).toEqual(expected);
    expect(lines.every(({ context }) => context === 'Orders')).toBe(true);
  });

  it('holds every object and every text', () => {
    const lines = logged('info', (logger) => {
      logger.log('paid', { order: 7, items: [{ id: 1 }] });
      logger.log({ order: 8 });
      logger.warn('first', 'second');
      logger.error('failed', 'Error: failed\n    at somewhere (file.js:1:1)');
    });
    expect(lines).toMatchObject([
      { message: 'paid', order: 7, items: [{ id: 1 }], context: 'Orders' },
      { message: { order: 8 }, context: 'Orders' },
      { message: 'first', context: 'Orders' },
      { message: 'second', context: 'Orders' },
      { message: 'failed', stack: 'Error: failed\n    at somewhere (file.js:1:1)', context: 'Orders' },
    ]);
  });

  it('says of an error what it is and what caused it, and nothing else that hangs on them', () => {
    const driver = Object.assign(new Error('no such type: datetime'), { connection: { password: 'secret' }, input: 'secret' });
    const cause = new Error('the statement failed', { cause: driver });
    const error = Object.assign(new Error('Migration 7 failed.', { cause }), { code: 'migration_failed', input: 'secret' });
    const lines = logged('info', (logger) => {
      logger.error(error);
      logger.error('failed', { reference: 'r', error });
      logger.warn({ nested: [error] });
      logger.error(new Error('thrown', { cause: { password: 'secret' } }));
    });
    const told = { message: 'Migration 7 failed.', code: 'migration_failed', cause: { cause: { message: 'no such type: datetime' } } };
    expect(lines).toMatchObject([
      { message: 'Migration 7 failed.', error: told },
      { message: 'failed', reference: 'r', error: told },
      { message: { nested: [told] } },
      { message: 'thrown' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('shows what a terminal would obey as text', () => {
    const attack = '\u001b]0;owned\u0007\u009d0;owned\u009c\u001b[2J\r\nforged\u007f\u0085\u2028\u202egpj.\u2066x';
    const lines = logged('info', (logger) => {
      logger.warn(attack, { agent: attack, [attack]: 1 });
      logger.error(new Error(attack));
    });
    expect(lines).toMatchObject([{ message: attack, agent: attack, [attack]: 1 }, { message: attack }]);
  });

  it('keeps what Nest says at each start for LOG_LEVEL=debug', () => {
    const start = (): void => new Logger('InstanceLoader').log('AppModule dependencies initialized');
    expect(logged('info', start)).toEqual([]);
    expect(logged('debug', start)).toMatchObject([{ level: 'debug', context: 'InstanceLoader' }]);
  });
});
