import { type FactoryProvider, Injectable, Logger } from '@nestjs/common';
import { clientOptionsOf } from '../config/client-options.js';
import { authorizationServer } from '../config/provider/authorization-server.js';
import { Settings } from '../config/settings.js';
import { type JsonObject, type Notice, RelyingParty } from '@fanlight/oidc';
import { OwnRoutes } from './http/own-routes.js';
import { Tracing } from '../tracing/tracing.js';
import { AuthEvents } from './auth-events.js';

/** What an operator should see: once, such as an endpoint that differs from the settings, or each time that it begins, such as an outage. */
@Injectable()
export class NoticeLog {
  private readonly logger = new Logger('Provider');
  private readonly written = new Set<string>();

  write({ code, message, recurs }: Notice): void {
    if (recurs !== true && this.written.has(message)) return;
    this.written.add(message);
    this.logger.warn(`${code}: ${message}`);
  }
}

/** Injects the client of Okta's org server; where people do not sign in through a custom server of Okta, it is the one client there is. */
export const ORGANISATION = Symbol('organisation');

/** Builds the protocol client from the settings. */
export const relyingPartyProvider: FactoryProvider<RelyingParty> = {
  provide: RelyingParty,
  inject: [Settings, OwnRoutes, AuthEvents, NoticeLog, Tracing],
  useFactory: (settings: Settings, ...watchers: Watchers) => relyingParty(settings, ...watchers),
};

/** Okta's organisation signs requests to sign people out, whichever of its servers signs them in: it has its own issuer and keys. */
export const organisationProvider: FactoryProvider<RelyingParty> = {
  provide: ORGANISATION,
  inject: [RelyingParty, Settings, OwnRoutes, AuthEvents, NoticeLog, Tracing],
  useFactory: (own: RelyingParty, { provider, publicUrl }: Settings, ...watchers: Watchers) => {
    const { kind, orgUrl } = provider.server;
    if (kind !== 'okta-custom' || orgUrl === undefined) return own;
    const server = authorizationServer({ okta: { orgUrl } });
    return relyingParty({ provider: { ...provider, server }, publicUrl }, ...watchers);
  },
};

type Watchers = [routes: OwnRoutes, events: AuthEvents, notices: NoticeLog, tracing: Tracing];

function relyingParty(settings: Pick<Settings, 'provider' | 'publicUrl'>, ...[routes, events, notices, tracing]: Watchers): RelyingParty {
  return new RelyingParty({
    ...clientOptionsOf(settings),
    // The host sets its global prefix after this.
    get redirectUri() {
      return routes.uri('callback');
    },
    onNotice: (notice) => notices.write(notice),
    onRequest: (request) => events.emit('provider_request', request),
    around: (request, send) => tracing.around(request, send),
  });
}

/** Origins to which our sign-out form may lead: the provider's, as far as settings and discovery name them. */
@Injectable()
export class ProviderOrigins {
  private readonly configured: readonly unknown[];
  private origins: readonly string[];
  private readFrom: JsonObject | undefined;

  constructor(
    settings: Settings,
    private readonly relyingParty: RelyingParty,
  ) {
    const { server, endSession } = settings.provider;
    this.configured = [server.issuer, server.endpoints?.logout, endSession?.url];
    this.origins = originsOf(this.configured);
  }

  current(): readonly string[] {
    const { knownMetadata } = this.relyingParty;
    if (knownMetadata !== this.readFrom) this.origins = originsOf([...this.configured, knownMetadata?.end_session_endpoint]);
    this.readFrom = knownMetadata;
    return this.origins;
  }
}

function originsOf(urls: readonly unknown[]): readonly string[] {
  const origins = urls.flatMap((url) => (typeof url === 'string' ? (URL.parse(url)?.origin ?? []) : []));
  return [...new Set(origins)].filter((origin) => origin !== 'null');
}
