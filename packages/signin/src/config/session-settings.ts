import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProblemList, SettingRefused } from './configuration-error.js';
import type { SessionSettings } from './settings.js';
import { makePrivateFolder, systemErrorCode } from './system-error.js';
import type { Variables } from './variables/variables.js';
import { isPlaceholder } from './variables/web-address.js';

const makeOne = 'Make one with: openssl rand -base64 32';

/** Undefined when there are problems in the list. */
export function sessionSettings(variables: Variables, dataDirectory: string, problems: ProblemList): SessionSettings | undefined {
  const absoluteTimeout = variables.SESSION_ABSOLUTE_TIMEOUT;
  const idleTimeout = variables.SESSION_IDLE_TIMEOUT ?? Math.min(30 * 60, absoluteTimeout);
  if (idleTimeout > absoluteTimeout) {
    problems.add(
      'SESSION_IDLE_TIMEOUT',
      'is longer than SESSION_ABSOLUTE_TIMEOUT',
      'Choose an idle time that is at most the absolute one.',
    );
  }
  const secrets = sessionSecrets(variables, dataDirectory, problems);
  return secrets && { secrets, idleTimeout, absoluteTimeout };
}

function sessionSecrets(variables: Variables, dataDirectory: string, problems: ProblemList): readonly string[] | undefined {
  const secrets = variables.SESSION_SECRET;
  const isProduction = variables.NODE_ENV === 'production';
  if (secrets === undefined) {
    if (!isProduction) return problems.attempt('SESSION_SECRET', () => [keptSecret(dataDirectory)]);
    problems.addMissing('SESSION_SECRET', makeOne);
    return undefined;
  }
  const weakness = weaknessOf(secrets);
  if (weakness !== undefined && isProduction) problems.add('SESSION_SECRET', weakness, makeOne);
  if (weakness !== undefined && !isProduction) problems.warn('SESSION_SECRET', `${weakness}. Production refuses it.`);
  return secrets;
}

/** Why the secrets cannot protect a production system, as the rest of a sentence; undefined: they can. */
function weaknessOf(secrets: readonly string[]): string | undefined {
  for (const [index, secret] of secrets.entries()) {
    const which = secrets.length === 1 ? '' : ` (secret ${index + 1} of ${secrets.length})`;
    if (isPlaceholder(secret) || /change[-_ ]?me|placeholder|your[-_ ]?secret|example/i.test(secret)) return `is a placeholder${which}`;
    if (secret.length < 32) return `is shorter than 32 characters${which}`;
    // 32 random characters of a 16-letter alphabet have fewer than 8 different ones less than once in ten million times.
    if (new Set(secret).size < 8) return `repeats a few characters${which}`;
  }
  return new Set(secrets).size < secrets.length ? 'holds the same secret twice' : undefined;
}

/** The session secret of a machine on which none is set: made at random once, and kept so that a restart signs nobody out. */
function keptSecret(dataDirectory: string): string {
  const file = join(dataDirectory, 'session-secret');
  const draft = `${file}.${process.pid}`;
  try {
    makePrivateFolder(dataDirectory);
    if (existsSync(file)) {
      const kept = readFileSync(file, 'utf8').trim();
      if (kept.length >= 32) return kept;
      rmSync(file);
    }
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    publish(draft, file);
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SettingRefused(
      `is not set, and one cannot be kept in ${file} (${systemErrorCode(error)})`,
      'Make the data folder writable for the user of the application, or set SESSION_SECRET.',
    );
  }
}

/** Two processes that start at once agree: the file appears complete, by a link, and the second one reads the first one's. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
