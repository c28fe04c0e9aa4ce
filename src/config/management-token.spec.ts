import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadManagementToken } from './management-token.js';

describe('loadManagementToken', () => {
  it.each([
    [{}, undefined],
    [{ OKTA_API_TOKEN: '' }, undefined],
    [{ OKTA_API_TOKEN: '00abc' }, { scheme: 'SSWS', token: '00abc' }],
    [{ OKTA_API_TOKEN: ' SSWS 00abc ' }, { scheme: 'SSWS', token: '00abc' }],
    [
      { OKTA_API_OAUTH_TOKEN: 'eyJ', OKTA_API_TOKEN: '00abc' },
      { scheme: 'Bearer', token: 'eyJ' },
    ],
  ])('reads %j as %j', (env, token) => {
    expect(loadManagementToken({ env, files: false })).toEqual(token);
  });

  it('reads .env, and lets the environment win', () => {
    const directory = mkdtempSync(join(tmpdir(), 'token-'));
    writeFileSync(join(directory, '.env'), 'OKTA_API_TOKEN=00file\n');
    expect(loadManagementToken({ env: {}, directory })).toEqual({ scheme: 'SSWS', token: '00file' });
    expect(loadManagementToken({ env: { OKTA_API_TOKEN: '00env' }, directory })).toEqual({ scheme: 'SSWS', token: '00env' });
    rmSync(directory, { recursive: true });
  });
});
