import { ConfigurationError, formatConfigurationError } from '../config/configuration-error.js';
import { DatabaseError } from './errors.js';

/** Says why a command-line tool cannot do its work, and sets the exit status: 78 for wrong settings, 1 otherwise. */
export function failTool(error: unknown): void {
  process.exitCode = error instanceof ConfigurationError ? error.exitCode : 1;
  if (error instanceof ConfigurationError) console.error(formatConfigurationError(error));
  else console.error(error instanceof DatabaseError ? error.message : error);
}
