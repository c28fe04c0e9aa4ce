import { defaultConnection, type PublicUrl } from './settings.js';

/** Okta's conventional redirect URI path, below PUBLIC_URL. */
export const callbackPath = '/authorization-code/callback';

const page = ['GET', 'HEAD'];

/** The routes of sign-in: where they are by default, and the methods that each takes. */
export const ownRoutes = {
  login: { path: '/login', methods: [...page, 'POST'] },
  /** Okta's conventional redirect URI. */
  callback: { path: callbackPath, methods: [...page, 'POST'] },
  logout: { path: '/logout', methods: [...page, 'POST'] },
  frontchannelLogout: { path: '/frontchannel-logout', methods: page },
  backchannelLogout: { path: '/backchannel-logout', methods: ['POST'] },
  universalLogout: { path: '/universal-logout', methods: ['POST'] },
} as const;

export type OwnRoute = keyof typeof ownRoutes;

/**
 * What the callback's path ends in. Each connection has a redirect URI of its own, so that what one provider sends cannot finish a login at
 * another that does not name itself in its response (RFC 9700, section 4.4.2.2).
 */
export function callbackEnd(connection: string): string {
  return connection === defaultConnection ? '' : `/${connection}`;
}

/** The addresses of this application that the provider of a connection is told, to be registered to the letter. */
export function ownAddresses({ href }: PublicUrl, connection = defaultConnection) {
  return {
    redirectUri: href + ownRoutes.callback.path + callbackEnd(connection),
    /** Where the provider sends people after signing out. */
    postLogoutRedirectUri: `${href}/`,
    /** Okta's endpoint for ending every session of a person, and the audience of its token. */
    universalLogoutUri: href + ownRoutes.universalLogout.path,
    /** Where a provider posts logout tokens (OpenID Connect Back-Channel Logout 1.0). */
    backchannelLogoutUri: href + ownRoutes.backchannelLogout.path,
    /** What a provider's sign-out page loads in a frame (OpenID Connect Front-Channel Logout 1.0). */
    frontchannelLogoutUri: href + ownRoutes.frontchannelLogout.path,
  };
}
