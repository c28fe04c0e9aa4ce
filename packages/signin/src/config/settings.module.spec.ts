import { Injectable, Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from './load-settings.js';
import { Settings } from './settings.js';
import { SettingsModule } from './settings.module.js';

@Injectable()
class Reader {
  constructor(readonly settings: Settings) {}
}

@Module({ providers: [Reader] })
class ReaderModule {}

describe('SettingsModule', () => {
  const directory = mkdtempSync(join(tmpdir(), 'settings-module-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('injects the very settings that were loaded into modules that do not import it', async () => {
    const settings = loadSettings({ env: { PORT: '9090' }, directory });
    const testing = await Test.createTestingModule({ imports: [SettingsModule.register(settings), ReaderModule] }).compile();
    expect(testing.get(Reader, { strict: false }).settings).toBe(settings);
    await testing.close();
  });

  it('keeps process.env as it was and reads nothing from it', async () => {
    const before = { ...process.env };
    const settings = loadSettings({ env: { LOG_LEVEL: 'warn' }, directory });
    const testing = await Test.createTestingModule({ imports: [SettingsModule.register(settings)] }).compile();
    const config = testing.get(ConfigService, { strict: false });
    expect(config.get('settings')).toEqual(settings);
    expect(config.get('PATH')).toBeUndefined();
    expect(process.env).toEqual(before);
    await testing.close();
  });
});
