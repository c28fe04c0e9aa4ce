import type { PublicUrl } from './settings.js';

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

/** The addresses of this application that a provider is told, to be registered to the letter. */
export function ownAddresses({ href }: PublicUrl) {
  return {
    redirectUri: href + ownRoutes.callback.path,
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
