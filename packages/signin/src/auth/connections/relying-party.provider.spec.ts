import { Logger } from '@nestjs/common';
import { NoticeLog } from './relying-party.provider.js';

describe('NoticeLog', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    Logger.overrideLogger({ warn: (line: string) => void lines.push(line), log: () => undefined, error: () => undefined });
  });
  afterEach(() => {
    Logger.overrideLogger(false);
  });

  it('writes once what holds as long as the settings do', () => {
    const log = new NoticeLog();
    for (let round = 0; round < 3; round++) log.write({ code: 'endpoint_differs', message: 'discovery names another' });
    expect(lines).toEqual(['endpoint_differs: discovery names another']);
  });

  it('writes each time what begins and ends', () => {
    const log = new NoticeLog();
    for (let outage = 0; outage < 2; outage++) log.write({ code: 'keys_stale', message: 'the keys could not be fetched', recurs: true });
    expect(lines).toEqual(['keys_stale: the keys could not be fetched', 'keys_stale: the keys could not be fetched']);
  });
});
