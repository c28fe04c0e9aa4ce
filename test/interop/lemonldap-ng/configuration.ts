import { randomBytes } from 'node:crypto';
import { callbacksOf, client, type LogoutChannel } from '../interop-provider.js';

export interface LemonldapSetup {
  readonly home: string;
  /** Its address, with the slash at the end that its issuer has. */
  readonly portal: string;
  readonly appUrl: string;
  readonly channel: LogoutChannel;
  /** PEM. */
  readonly key: string;
  readonly publicKey: string;
}

/** What lmConf-1.json holds: the people that it brings along for demonstrations, sessions in files, one client. */
export function lemonldapConfiguration({ home, portal, appUrl, channel, key, publicKey }: LemonldapSetup): object {
  const files = (folder: string): object => ({ Directory: `${home}/${folder}`, LockDirectory: `${home}/${folder}/lock` });
  return {
    cfgNum: 1,
    cfgAuthor: 'test',
    cfgDate: '1',
    cfgVersion: '2.16.1',
    portal,
    domain: 'localhost',
    cookieName: 'lemonldap',
    securedCookie: 0,
    key: randomBytes(16).toString('hex'),
    authentication: 'Demo',
    userDB: 'Same',
    passwordDB: 'Demo',
    registerDB: 'Null',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    macros: { _whatToTrace: '$_user' },
    whatToTrace: '_whatToTrace',
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: { ...files('s'), generateModule: 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256' },
    persistentStorage: 'Apache::Session::File',
    persistentStorageOptions: files('p'),
    localSessionStorage: 'Cache::FileCache',
    localSessionStorageOptions: { namespace: 's', default_expires_in: 600, cache_root: `${home}/cache`, cache_depth: 3 },
    locationRules: { localhost: { default: 'accept' } },
    exportedHeaders: {},
    applicationList: {},
    requireToken: 0,
    portalCheckLogins: 0,
    captcha: '::Captcha::None',
    captcha_mail_enabled: 0,
    captcha_register_enabled: 0,
    captcha_login_enabled: 0,
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceAllowAuthorizationCodeFlow: 1,
    oidcServicePrivateKeySig: key,
    oidcServicePublicKeySig: publicKey,
    oidcServiceKeyIdSig: 'key-1',
    oidcRPMetaDataExportedVars: { rp: { name: 'cn', family_name: 'cn', email: 'mail', preferred_username: 'uid' } },
    oidcRPMetaDataOptions: { rp: clientOptions(appUrl, channel) },
  };
}

function clientOptions(appUrl: string, channel: LogoutChannel): object {
  const options = {
    ClientID: client.id,
    ClientSecret: client.secret,
    IDTokenSignAlg: 'RS256',
    AccessTokenSignAlg: 'RS256',
    RedirectUris: callbacksOf(appUrl, 'lemonldap').join(' '),
    PostLogoutRedirectUris: `${appUrl}/`,
    BypassConsent: 1,
    RequirePKCE: 1,
    RefreshToken: 1,
    AllowOffline: 1,
    LogoutType: channel,
    LogoutUrl: `${appUrl}/${channel}channel-logout`,
    LogoutSessionRequired: 1,
    LogoutBypassConfirm: 1,
  };
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`oidcRPMetaDataOptions${name}`, value]));
}
