import { keptSecret } from './development-secret.js';
import type { ProblemList } from './problem-list.js';
import { weaknessOf } from './session-secrets.js';
import type { SessionSettings, SettingWarning } from './settings.js';
import type { Variables } from './variables.js';

const makeOne = 'Make one with: openssl rand -base64 32';

/** Undefined when there are problems in the list. */
export function sessionSettings(
  variables: Variables,
  dataDirectory: string,
  problems: ProblemList,
  warnings: SettingWarning[],
): SessionSettings | undefined {
  const absoluteTimeout = variables.SESSION_ABSOLUTE_TIMEOUT;
  const idleTimeout = variables.SESSION_IDLE_TIMEOUT ?? Math.min(30 * 60, absoluteTimeout);
  if (idleTimeout > absoluteTimeout) {
    problems.add(
      'SESSION_IDLE_TIMEOUT',
      'is longer than SESSION_ABSOLUTE_TIMEOUT',
      'Choose an idle time that is at most the absolute one.',
    );
  }
  const secrets = sessionSecrets(variables, dataDirectory, problems, warnings);
  return secrets === undefined ? undefined : { secrets, idleTimeout, absoluteTimeout };
}

function sessionSecrets(
  variables: Variables,
  dataDirectory: string,
  problems: ProblemList,
  warnings: SettingWarning[],
): readonly string[] | undefined {
  const secrets = variables.SESSION_SECRET;
  const production = variables.NODE_ENV === 'production';
  if (secrets === undefined) {
    if (!production) return problems.attempt('SESSION_SECRET', () => [keptSecret(dataDirectory)]);
    problems.addMissing('SESSION_SECRET', makeOne);
    return undefined;
  }
  const weakness = weaknessOf(secrets);
  if (weakness !== undefined && production) problems.add('SESSION_SECRET', weakness, makeOne);
  if (weakness !== undefined && !production) warnings.push({ setting: 'SESSION_SECRET', message: `${weakness}. Production refuses it.` });
  return secrets;
}
