import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProblemList } from './problem-list.js';
import { systemErrorCode } from './system-error.js';

/** Variables that hold a secret, or a URL with a password. Each may also be given as NAME_FILE, the path of a file that holds it. */
const secretVariables: ReadonlySet<string> = new Set([
  ...['SESSION_SECRET', 'OIDC_CLIENT_SECRET', 'DATABASE_URL', 'SESSION_STORE_URL', 'METRICS_TOKEN'],
  ...['OTEL_EXPORTER_OTLP_HEADERS', 'HTTPS_PROXY', 'HTTP_PROXY'],
  ...['OKTA_API_TOKEN', 'OKTA_API_OAUTH_TOKEN'],
]);

export const secretFileVariables: ReadonlyMap<string, string> = new Map([...secretVariables].map((name) => [`${name}_FILE`, name]));

export function isSecretVariable(name: string): boolean {
  return secretVariables.has(name);
}

/**
 * Reads the file that `NAME_FILE` names, without the line break at its end.
 * Undefined, with a problem in the list, when there is none or it is empty.
 */
export function readSecretFile(fileVariable: string, path: string, directory: string, problems: ProblemList): string | undefined {
  try {
    const content = readFileSync(resolve(directory, path), 'utf8').replace(/(\r?\n)+$/, '');
    if (content !== '') return content;
    problems.add(fileVariable, 'names an empty file', 'Write the secret into the file.');
  } catch (error) {
    problems.add(
      fileVariable,
      `names a file that cannot be read (${systemErrorCode(error)})`,
      'Write the path of a file that the user of the application may read.',
    );
  }
  return undefined;
}
