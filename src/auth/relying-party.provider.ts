import type { FactoryProvider } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RelyingParty } from '../oidc/relying-party.js';
import { AuthEvents } from './auth-events.js';
import { callbackPath } from './callback-path.js';
import { NoticeLog } from './notice-log.js';

/** Builds the protocol client from the settings. */
export const relyingPartyProvider: FactoryProvider<RelyingParty> = {
  provide: RelyingParty,
  inject: [Settings, AuthEvents, NoticeLog],
  useFactory: ({ provider, publicUrl }: Settings, events: AuthEvents, notices: NoticeLog) => {
    const { server, ...client } = provider;
    return new RelyingParty({
      ...client,
      issuer: server.issuer,
      discoveryUrl: server.discoveryUrl,
      endpoints: server.endpoints,
      redirectUri: publicUrl.href + callbackPath,
      postLogoutRedirectUri: `${publicUrl.href}/`,
      // Okta knows no client_id at its sign-out and answers with an error page.
      sendClientIdAtLogout: server.kind === 'oidc',
      onNotice: (notice) => notices.write(notice),
      onRequest: (request) => events.emit('provider_request', request),
    });
  },
};
