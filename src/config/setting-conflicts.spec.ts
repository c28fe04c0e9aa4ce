import { ProblemList } from './problem-list.js';
import { readPublicUrl } from './public-url.js';
import { checkConflicts, conflictWarnings } from './setting-conflicts.js';
import { readVariables } from './variables.js';

function check(texts: Readonly<Record<string, string>>) {
  const problems = new ProblemList();
  const variables = readVariables(new Map(Object.entries(texts)), problems);
  const publicUrl = variables.PUBLIC_URL ?? readPublicUrl('http://localhost:8080');
  checkConflicts(variables, publicUrl, problems);
  return {
    problems: problems.toError().problems.map(({ setting }) => setting),
    warnings: conflictWarnings(variables, publicUrl).map(({ setting }) => setting),
  };
}

const production = { NODE_ENV: 'production', TRUST_PROXY: 'loopback' };
const https = { PUBLIC_URL: 'https://app.example' };
const http = { PUBLIC_URL: 'http://app.example:8080' };
const loopback = { PUBLIC_URL: 'http://127.0.0.1:8080' };

describe('settings that do not fit together', () => {
  it.each([
    [{}, [], []],
    [{ ...https }, [], ['NODE_ENV']],
    [{ NODE_ENV: 'test', ...https }, [], []],
    [{ PUBLIC_URL: 'https://localhost:8443' }, [], []],
    [{ ...production, ...https }, [], []],
    [{ ...production, ...loopback }, [], []],
    [{ ...production, ...http }, ['PUBLIC_URL'], ['PUBLIC_URL']],
    [{ ...http }, [], ['PUBLIC_URL']],
    [{ ...production }, [], ['PUBLIC_URL']],
    [{ ...production, ...https, TRUST_PROXY: 'off' }, [], ['TRUST_PROXY']],
    [{ ...http, OIDC_RESPONSE_MODE: 'query.jwt' }, [], ['PUBLIC_URL']],
    [{ OIDC_PKCE: 'off' }, [], ['OIDC_PKCE']],
    [{ OIDC_NONCE: 'off', OIDC_CLIENT_AUTH: 'none' }, [], ['OIDC_NONCE']],
    [{ OIDC_PKCE: 'off', OIDC_NONCE: 'off' }, ['OIDC_PKCE'], ['OIDC_PKCE', 'OIDC_NONCE']],
    [{ ...production, ...https, OIDC_PKCE: 'off', OIDC_NONCE: 'off' }, ['OIDC_PKCE'], ['OIDC_PKCE', 'OIDC_NONCE']],
    [{ OIDC_PKCE: 'off', OIDC_CLIENT_AUTH: 'none' }, ['OIDC_PKCE'], ['OIDC_PKCE']],
    [{ OIDC_CLIENT_KEY_ID: 'k1' }, [], ['OIDC_CLIENT_KEY_ID']],
    [{ HOST: 'my-laptop' }, [], ['HOST']],
    [{ HOST: '0.0.0.0' }, [], []],
    [{ HOST: 'my-laptop', PUBLIC_URL: 'http://localhost:8080' }, [], []],
  ])('are found in %j', (texts, problems, warnings) => {
    expect(check(texts)).toEqual({ problems, warnings });
  });
});
