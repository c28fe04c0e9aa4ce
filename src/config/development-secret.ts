import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingRefused } from './setting-refused.js';
import { systemErrorCode } from './system-error.js';

/**
 * The session secret of a machine on which none is set: made at random once, and kept so that a restart signs nobody out.
 *
 * @throws SettingRefused when the folder cannot be written.
 */
export function keptSecret(dataDirectory: string): string {
  const file = join(dataDirectory, 'session-secret');
  try {
    mkdirSync(dataDirectory, { recursive: true });
    return existingSecret(file) ?? newSecret(file);
  } catch (error) {
    throw new SettingRefused(
      `is not set, and a new one cannot be kept in ${file} (${systemErrorCode(error)})`,
      'Make the data folder writable for the user of the application, or set SESSION_SECRET.',
    );
  }
}

function existingSecret(file: string): string | undefined {
  try {
    const kept = readFileSync(file, 'utf8').trim();
    return kept.length >= 32 ? kept : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function newSecret(file: string): string {
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
