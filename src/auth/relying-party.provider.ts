import type { FactoryProvider } from '@nestjs/common';
import { clientOptionsOf } from '../config/client-options.js';
import { Settings } from '../config/settings.js';
import { RelyingParty } from '../oidc/relying-party.js';
import { Tracing } from '../tracing/tracing.js';
import { AuthEvents } from './auth-events.js';
import { NoticeLog } from './notice-log.js';

/** Builds the protocol client from the settings. */
export const relyingPartyProvider: FactoryProvider<RelyingParty> = {
  provide: RelyingParty,
  inject: [Settings, AuthEvents, NoticeLog, Tracing],
  useFactory: (settings: Settings, events: AuthEvents, notices: NoticeLog, tracing: Tracing) =>
    new RelyingParty({
      ...clientOptionsOf(settings),
      onNotice: (notice) => notices.write(notice),
      onRequest: (request) => events.emit('provider_request', request),
      around: (request, send) => tracing.around(request, send),
    }),
};
