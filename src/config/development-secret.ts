import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    return existingSecret(file) ?? newSecret(file);
  } catch (error) {
    throw new SettingRefused(
      `is not set, and one cannot be kept in ${file} (${systemErrorCode(error)})`,
      'Make the data folder writable for the user of the application, or set SESSION_SECRET.',
    );
  }
}

function existingSecret(file: string): string | undefined {
  try {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= 32) return kept;
    rmSync(file);
    return undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two processes that start at once agree: the file appears complete, by a link, and the second one reads the first one's. */
function newSecret(file: string): string {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return secret;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return readFileSync(file, 'utf8').trim();
    throw error;
  } finally {
    rmSync(draft);
  }
}
