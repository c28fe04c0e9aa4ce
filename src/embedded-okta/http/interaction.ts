import type Provider from 'oidc-provider';

/** A sign-in that oidc-provider waits for. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
