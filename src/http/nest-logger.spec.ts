import { pino } from 'pino';
import { NestLogger } from './nest-logger.js';

describe('The log of Nest', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = new NestLogger(
    pino({ base: undefined }, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }),
  );

  it('says of an error what it is and what caused it, and nothing else of the causes', () => {
    const driver = Object.assign(new Error('no such type: datetime'), { connection: { password: 'secret' } });
    const cause = new Error('the statement failed', { cause: driver });
    logger.error(Object.assign(new Error('Migration 7 failed.', { cause }), { code: 'migration_failed' }), undefined, 'Start');
    const [line] = lines;
    expect(line).toMatchObject({ msg: 'Migration 7 failed.', context: 'Start', code: 'migration_failed' });
    expect(line?.['cause']).toBe('the statement failed: no such type: datetime');
    expect(JSON.stringify(line)).not.toContain('secret');
  });
});
