import { keptSecret } from './development-secret.js';
import type { ProblemList } from './problem-list.js';
import { weaknessOf } from './session-secrets.js';
import type { SessionSettings } from './settings.js';
import type { Variables } from './variables.js';

const makeOne = 'Make one with: openssl rand -base64 32';

/** Undefined when there are problems in the list. */
export function sessionSettings(variables: Variables, dataDirectory: string, problems: ProblemList): SessionSettings | undefined {
  const idleTimeout = variables.SESSION_IDLE_TIMEOUT;
  const absoluteTimeout = variables.SESSION_ABSOLUTE_TIMEOUT;
  if (idleTimeout > absoluteTimeout) {
    problems.add('SESSION_IDLE_TIMEOUT', 'is longer than SESSION_ABSOLUTE_TIMEOUT', 'Choose an idle time that is at most the absolute one.');
  }
  const secrets = sessionSecrets(variables, dataDirectory, problems);
  return secrets === undefined ? undefined : { secrets, idleTimeout, absoluteTimeout };
}

function sessionSecrets(variables: Variables, dataDirectory: string, problems: ProblemList): readonly string[] | undefined {
  const secrets = variables.SESSION_SECRET;
  const production = variables.NODE_ENV === 'production';
  if (secrets === undefined) {
    if (!production) return problems.attempt('SESSION_SECRET', () => [keptSecret(dataDirectory)]);
    problems.addMissing('SESSION_SECRET', makeOne);
    return undefined;
  }
  const weakness = production ? weaknessOf(secrets) : undefined;
  if (weakness !== undefined) problems.add('SESSION_SECRET', weakness, makeOne);
  return secrets;
}
