/** An article of Okta's help centre. */
export const knowledgeBase = (slug: string): string => `https://support.okta.com/help/s/article/${slug}`;

/** Okta's list of the errors of its authorization servers, as published with its documentation in release 2026.08.1. */
export const oktaErrors = 'https://github.com/okta/okta-developer-docs/tree/468de9c/packages/@okta/vuepress-site/data';

/** Okta's description of its OAuth 2.0 endpoints. */
export const oktaEndpoints = 'https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS';

export const oktaErrorCodes = 'https://developer.okta.com/docs/reference/error-codes/';

export const oktaPolicies = 'https://developer.okta.com/docs/guides/configure-access-policy/main/';

export const oktaRefreshTokens = 'https://developer.okta.com/docs/guides/refresh-tokens/main/';

export const oktaGroups = 'https://developer.okta.com/docs/guides/customize-tokens-groups-claim/main/';

export const oktaRateLimits = 'https://developer.okta.com/docs/reference/rl2-client-based/';
