import { generateKeyPairSync } from 'node:crypto';
import { client, type LogoutChannel } from '../interop-provider.js';

/** The one whom the tests sign in. */
export const person = { username: 'dwho', name: 'Doctor Who', password: 'dwho-password', group: 'Travellers' };

/** Client settings as the administration console's pages store them. */
export type ClientChanges = Readonly<Record<string, unknown>> & { readonly attributes?: Readonly<Record<string, string>> };

/** Making one takes Keycloak seconds on a busy machine, and a realm of its own accord has two. */
const signingKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export interface RealmSetup {
  readonly name: string;
  readonly appUrl: string;
  readonly channel: LogoutChannel;
  /** On top of an ordinary client with a secret. */
  readonly client?: ClientChanges;
  /** On top of an ordinary realm. */
  readonly realm?: object;
}

/** A realm, as its import takes it: one client, one person in one group, and two levels of authentication. */
export function realmDocument({ name, appUrl, channel, client: changes = {}, realm = {} }: RealmSetup): object {
  return {
    realm: name,
    enabled: true,
    // The first level is the password, the second the password again.
    browserFlow: 'levels',
    attributes: { 'acr.loa.map': JSON.stringify({ silver: 1, gold: 2 }) },
    ...levels(),
    components: {
      'org.keycloak.keys.KeyProvider': [
        { name: 'rsa', providerId: 'rsa', config: { priority: ['100'], privateKey: [signingKey.privateKey] } },
        { name: 'hmac', providerId: 'hmac-generated', config: { priority: ['100'], algorithm: ['HS512'] } },
        { name: 'aes', providerId: 'aes-generated', config: { priority: ['100'] } },
      ],
    },
    groups: [{ name: person.group }],
    users: [
      {
        username: person.username,
        firstName: 'Doctor',
        lastName: 'Who',
        email: 'dwho@example.org',
        emailVerified: true,
        enabled: true,
        groups: [person.group],
        credentials: [{ type: 'password', value: person.password }],
      },
    ],
    clients: [clientDocument(appUrl, channel, changes)],
    ...realm,
  };
}

function clientDocument(appUrl: string, channel: LogoutChannel, changes: ClientChanges): object {
  return {
    clientId: client.id,
    secret: client.secret,
    redirectUris: [`${appUrl}/authorization-code/callback`],
    frontchannelLogout: channel === 'front',
    protocolMappers: [
      {
        name: 'groups',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-group-membership-mapper',
        config: { 'claim.name': 'groups', 'full.path': 'false', 'id.token.claim': 'true', 'userinfo.token.claim': 'true' },
      },
    ],
    ...changes,
    attributes: {
      'post.logout.redirect.uris': `${appUrl}/`,
      [`${channel}channel.logout.url`]: `${appUrl}/${channel}channel-logout`,
      [`${channel}channel.logout.session.required`]: 'true',
      'pkce.code.challenge.method': 'S256',
      ...changes.attributes,
    },
  };
}

function levels(): object {
  const flow = (alias: string, topLevel: boolean, ...steps: object[]): object => ({
    alias,
    topLevel,
    providerId: 'basic-flow',
    builtIn: false,
    authenticationExecutions: steps.map((step, index) => ({ priority: index, ...step })),
  });
  const subflow = (flowAlias: string, requirement: string): object => ({ flowAlias, authenticatorFlow: true, requirement });
  const step = (authenticator: string, requirement: string, config?: string): object => ({
    authenticator,
    authenticatorConfig: config,
    authenticatorFlow: false,
    requirement,
  });
  const condition = (config: string): object => step('conditional-level-of-authentication', 'REQUIRED', config);
  return {
    authenticationFlows: [
      flow('levels', true, step('auth-cookie', 'ALTERNATIVE'), subflow('levels by form', 'ALTERNATIVE')),
      flow('levels by form', false, subflow('level one', 'CONDITIONAL'), subflow('level two', 'CONDITIONAL')),
      flow('level one', false, condition('one'), step('auth-username-password-form', 'REQUIRED')),
      flow('level two', false, condition('two'), step('auth-password-form', 'REQUIRED')),
    ],
    authenticatorConfig: [
      { alias: 'one', config: { 'loa-condition-level': '1', 'loa-max-age': '36000' } },
      { alias: 'two', config: { 'loa-condition-level': '2', 'loa-max-age': '0' } },
    ],
  };
}
