import { isPlaceholder } from './placeholder.js';
import { SettingRefused } from './setting-refused.js';

/** One or more secrets separated by commas, newest first. */
export function readSessionSecrets(text: string): string[] {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.includes(''))
    throw new SettingRefused('holds an empty secret', 'Write one or more secrets with single commas between, the newest first.');
  return secrets;
}

/** Why the secrets cannot protect a production system, as the rest of a sentence; undefined: they can. */
export function weaknessOf(secrets: readonly string[]): string | undefined {
  for (const [index, secret] of secrets.entries()) {
    const which = secrets.length === 1 ? '' : ` (secret ${index + 1} of ${secrets.length})`;
    if (isPlaceholder(secret) || /change[-_ ]?me|placeholder|your[-_ ]?secret|example/i.test(secret)) return `is a placeholder${which}`;
    if (secret.length < 32) return `is shorter than 32 characters${which}`;
    // 32 random characters of a 16-letter alphabet have fewer than 8 different ones less than once in ten million times.
    if (new Set(secret).size < 8) return `repeats a few characters${which}`;
  }
  return new Set(secrets).size < secrets.length ? 'holds the same secret twice' : undefined;
}
