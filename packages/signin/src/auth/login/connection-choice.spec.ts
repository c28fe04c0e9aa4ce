import { RelyingParty } from '@fanlight/oidc';
import { clientOptionsOf } from '../../config/client-options.js';
import { loadSettings } from '../../config/load-settings.js';
import { ChosenConnection } from '../connections/chosen-connection.js';
import { Connections } from '../connections/connections.js';
import { Cookies } from '../cookies.js';
import type { RepliedRequest } from '../http/request.decorator.js';
import { ConnectionChoice } from './connection-choice.js';

const ours = 'https://ours.okta.com';
const acme = 'https://acme.okta.com';
const secret = 'k3Jd9-sWq0aPz7_mN2xV';

/** Resolves to the id of the connection that a query chooses, or to what the person is offered. */
function chooser(env: Readonly<Record<string, string>>) {
  const own = { NODE_ENV: 'test', SESSION_SECRET: 'q7W2e9R4t6Y1u8I3o5P0a7S2d9F4g6H1', OIDC_CLIENT_ID: 'ours', OIDC_CLIENT_SECRET: secret };
  const settings = loadSettings({ env: { ...own, ...env }, files: false });
  const connections = new Connections(
    settings,
    (connection, provider) => new RelyingParty(clientOptionsOf({ ...settings, provider, connection })),
  );
  const cookies = new Cookies(settings);
  const [redirects, views] = [undefined as never, undefined as never];
  const choice = new ConnectionChoice(settings, connections, new ChosenConnection(connections), cookies, redirects, views);
  return async (query: string, lastUsed = '') => {
    const request = { headers: { cookie: `${cookies.connection}=${lastUsed}` } } as RepliedRequest;
    const { connection, offered } = await choice.of(request, new URLSearchParams(query));
    return connection?.id ?? offered?.map(({ id }) => id);
  };
}

const connection = (id: string, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ OKTA_ORG_URL: acme, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret, ...texts }).map(([name, value]) => [
      `CONNECTION_${id}_${name}`,
      value,
    ]),
  );

describe('The connection of a login', () => {
  const custom = { DOMAINS: 'acme.com', OKTA_AUTH_SERVER: 'default' };
  const chosen = chooser({
    OKTA_ORG_URL: ours,
    CONNECTIONS: 'sales,service',
    ...connection('SALES', {}),
    ...connection('SERVICE', custom),
  });

  it('is the one at the issuer that a tile names', async () => {
    expect(await chosen(`iss=${ours}`)).toBe('default');
    expect(await chosen(`iss=${acme}`)).toBe('sales');
    expect(await chosen(`iss=${acme}/oauth2/default`)).toBe('service');
  });

  it('is the one that is named beside an issuer, and none that is at another', async () => {
    expect(await chosen(`iss=${acme}&connection=sales`)).toBe('sales');
    await expect(chosen(`iss=${ours}&connection=sales`)).rejects.toMatchObject({ code: 'login_issuer_unknown' });
    await expect(chosen('iss=https://evil.example')).rejects.toMatchObject({ code: 'login_issuer_unknown' });
    await expect(chosen('connection=evil')).rejects.toMatchObject({ code: 'connection_unknown' });
  });

  it('is asked for where nothing tells, and where an empty address stands for none', async () => {
    for (const query of ['', 'login_hint=', 'login_hint=%20']) expect(await chosen(query)).toEqual(['default', 'sales', 'service']);
  });
});

describe('The issuer that is an Okta organisation', () => {
  const custom = (id: string, org: string) => connection(id, { OKTA_ORG_URL: org, OKTA_AUTH_SERVER: 'default' });
  const chosen = chooser({
    ...{ OKTA_ORG_URL: ours, OKTA_AUTH_SERVER: 'default', CONNECTIONS: 'sales,service,lone' },
    ...{ ...connection('SALES', {}), ...custom('SERVICE', acme), ...custom('LONE', 'https://lone.okta.com') },
  });

  it('means its custom authorization servers where nobody signs in by the organisation itself', async () => {
    expect(await chosen(`iss=${ours}`)).toBe('default');
    expect(await chosen('iss=https://lone.okta.com')).toBe('lone');
    expect(await chosen(`iss=${acme}`)).toBe('sales');
    expect(await chosen(`iss=${acme}&connection=service`)).toBe('service');
  });

  it('means no other server than those that are connections, and no address like it', async () => {
    for (const iss of ['https://lone.okta.com/oauth2/other', 'https://lone.okta.com.evil.example', 'http://lone.okta.com', ''])
      await expect(chosen(`iss=${iss}`)).rejects.toMatchObject({ code: 'login_issuer_unknown' });
    await expect(chosen(`iss=${acme}&connection=lone`)).rejects.toMatchObject({ code: 'login_issuer_unknown' });
  });
});

describe('Two clients at one issuer', () => {
  it('are told apart by the address, by what the browser used last, and by asking', async () => {
    const domains = { CONNECTION_DEFAULT_DOMAINS: 'first.com', ...connection('TWIN', { DOMAINS: 'second.com' }) };
    const chosen = chooser({ OKTA_ORG_URL: acme, CONNECTIONS: 'twin', ...domains });
    expect(await chosen(`iss=${acme}&login_hint=ada@second.com`)).toBe('twin');
    expect(await chosen(`iss=${acme}&login_hint=ada@first.com`, 'twin')).toBe('default');
    expect(await chosen(`iss=${acme}&login_hint=ada@elsewhere.com`, 'twin')).toBe('twin');
    expect(await chosen(`iss=${acme}`)).toEqual(['default', 'twin']);
  });
});
