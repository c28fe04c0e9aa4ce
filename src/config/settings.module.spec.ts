import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { loadSettings } from '@fanlight/signin/settings';
import { settingsIn, SettingsModule } from './settings.module.js';

describe('SettingsModule', () => {
  const directory = mkdtempSync(join(tmpdir(), 'settings-module-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it("gives ConfigService the settings that were loaded and the team's own names of .env", async () => {
    const file = join(directory, '.env');
    writeFileSync(file, 'ORDERS_URL=https://orders.example.com\nPATH=/of/the/file\n');
    const before = { ...process.env };
    const settings = loadSettings({ env: { LOG_LEVEL: 'warn' }, directory, files: false });
    const testing = await Test.createTestingModule({ imports: [SettingsModule.register(settings, file)] }).compile();
    const config = testing.get(ConfigService, { strict: false });
    expect(settingsIn(config)).toBe(settings);
    expect(config.get('ORDERS_URL')).toBe('https://orders.example.com');
    expect(config.get('PATH')).toBe(process.env['PATH']);
    expect(process.env).toEqual(before);
    await testing.close();
  });
});
