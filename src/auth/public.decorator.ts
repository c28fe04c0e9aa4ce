import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const publicRoute = 'auth:public';
export const crossSiteRoute = 'auth:cross-site';

/** Anybody may call this controller or handler. Everything else needs a session. */
export const Public = (): CustomDecorator => SetMetadata(publicRoute, true);

/**
 * Other sites may call this handler with an unsafe method: the provider's posts, each of which proves itself by other means
 * than the session cookie.
 */
export const CrossSite = (): CustomDecorator => SetMetadata(crossSiteRoute, true);
