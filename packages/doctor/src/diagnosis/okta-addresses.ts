/** An address of this application that is registered at the provider. */
export interface RegisteredAddress {
  readonly name: string;
  /** Below PUBLIC_URL. */
  readonly path: string;
  /** Where in Okta it goes, and what it is for; undefined: Okta's documents name no such feature. */
  readonly inOkta: string | undefined;
  /** Sign-in or sign-out fails without it. */
  readonly needed: boolean;
}

const general = 'Admin Console: Applications > Applications, your application, General > General Settings > Edit';

/** Every address that a provider may ask for, in the order in which one needs them. */
export const registeredAddresses: readonly RegisteredAddress[] = [
  { name: 'Sign-in redirect URI', path: '/authorization-code/callback', inOkta: `${general} > Sign-in redirect URIs`, needed: true },
  { name: 'Sign-out redirect URI', path: '/', inOkta: `${general} > Sign-out redirect URIs`, needed: true },
  {
    name: 'Initiate login URI',
    path: '/login',
    inOkta: `${general} > Login initiated by: Either Okta or App. For the tile on the dashboard of the people.`,
    needed: false,
  },
  {
    name: 'Front-channel logout URI',
    path: '/frontchannel-logout',
    inOkta:
      'Admin Console: Settings > Features > Front-channel Single Logout (Early Access, Identity Engine), then participate_slo, frontchannel_logout_uri and frontchannel_logout_session_required of the application. Okta loads it in a frame after a sign-out that an application began, for that session alone: https://developer.okta.com/docs/guides/single-logout/openidconnect/main/',
    needed: false,
  },
  {
    name: 'Universal Logout endpoint',
    path: '/universal-logout',
    inOkta:
      'Okta posts here to end everything of a person, signed by the organisation (issuer: OKTA_ORG_URL), whichever authorization server signs people in: https://developer.okta.com/docs/guides/oin-universal-logout-overview/',
    needed: false,
  },
  { name: 'Back-channel logout URI', path: '/backchannel-logout', inOkta: undefined, needed: false },
];
