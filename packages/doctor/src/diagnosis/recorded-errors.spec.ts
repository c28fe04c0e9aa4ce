import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorFile } from '../../../../test/interop/errors/error-record.js';
import { diagnose } from './diagnose.js';
import type { Facts } from './diagnosis.js';

const folder = join(import.meta.dirname, '../../../../test/interop/errors');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ErrorFile);

const facts: Facts = {
  issuer: 'http://provider',
  orgUrl: undefined,
  authServerId: undefined,
  clientId: 'rpclient',
  redirectUri: 'http://app/authorization-code/callback',
  postLogoutRedirectUri: 'http://app/',
  scopes: ['openid'],
  groupsClaim: 'groups',
};

/** What says too little to be told from anything else: an operator reads the provider's own words. */
const notKnown = [
  'LemonLDAP::NG 2.16: refresh 400 invalid_request, with what was made up',
  'LemonLDAP::NG of backports: refresh 400 invalid_request, with what was made up',
];

describe('what real providers say when they refuse, as test/interop collects it,', () => {
  const rows = files.flatMap(({ provider, version, errors }) =>
    errors.map((error) => {
      const said = [error.where, error.status, error.error, error.description].filter(Boolean).join(' ');
      return { title: `${provider}: ${said}, with ${error.with.join(', ')}`, version, error };
    }),
  );

  it.each(rows)('has its entry: $title ($version)', ({ error }) => {
    expect(diagnose(error, facts).id).toBe(error.entry);
  });

  it('is named here where it has none', () => {
    expect(rows.filter(({ error }) => error.entry === 'unknown').map(({ title }) => title)).toEqual(notKnown);
  });

  it('is there of every provider that is had everywhere', () => {
    expect(files.map(({ provider }) => provider)).toEqual(expect.arrayContaining(['Keycloak', 'dex', 'Glewlwyd', 'oidc-provider']));
  });
});
