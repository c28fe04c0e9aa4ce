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
  // Every JWT begins so: the base64url form of {"alg or {"typ.
  expect(/.{0,100}eyJ[A-Za-z0-9_-]{8}/.exec(text)?.[0]).toBeUndefined();
});
