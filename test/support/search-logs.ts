import { jwtPattern } from './jwt-pattern.js';
import { SecretCollector } from './secret-collector.js';
import { collectLogs } from './log-channel.js';

/**
 * Set up by Jest around each file of e2e tests: whatever its applications and commands logged, at level trace, is searched for every secret
 * that passed over HTTP meanwhile.
 */
const secrets = new SecretCollector();
const log = collectLogs();
secrets.start();

afterAll(() => {
  secrets.stop();
  log.stop();
  const text = log.lines.join('\n');
  const leaked = [...secrets.found].filter((secret) => text.includes(secret));
  expect(leaked.map((secret) => secret.slice(0, 80))).toEqual([]);
  expect(log.lines.filter((line) => jwtPattern.test(line)).map((line) => line.slice(0, 200))).toEqual([]);
});
