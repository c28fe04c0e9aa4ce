/**
 * The application that `npm run okta` registers: the one that the settings name when the embedded provider is used.
 * Its secret protects nothing: it exists on this machine, outside production.
 */
export const DEVELOPMENT_CLIENT = { clientId: 'okta-nest-signin-dev', clientSecret: 'development-only-secret' } as const;
