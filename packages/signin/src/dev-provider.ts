import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { OwnRoutes } from './auth/http/own-routes.js';
import { ConfigurationError } from './config/configuration-error.js';
import { Settings } from './config/settings.js';
import { ifNotInstalled } from './errors/diagnoser.js';
import { type LoadedOptions, SignInOptions } from './options/sign-in-options.js';

/** The embedded provider cannot listen, and what does listen there is not one. */
export class EmbeddedProviderError extends Error {
  override readonly name = 'EmbeddedProviderError';

  constructor(port: number, cause: unknown) {
    super(
      `The embedded provider cannot listen on port ${port} (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Stop what uses the port, set EMBEDDED_OKTA_PORT to another, or configure a provider (see .env.example).',
      { cause },
    );
  }
}

/** Who can sign in at the embedded provider. */
export interface DevPerson {
  readonly username: string;
  readonly password: string;
}

/** Starts @fanlight/dev-okta outside production, where no provider is configured and it is installed. */
@Injectable()
export class DevProvider {
  /** The people to name at start. */
  people: readonly DevPerson[] = [];
  private running: { close(): Promise<void> } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly routes: OwnRoutes,
    @Inject(SignInOptions) private readonly options: SignInOptions & Partial<LoadedOptions>,
  ) {}

  /**
   * A port that is taken is left alone where another embedded provider listens there.
   * @throws EmbeddedProviderError, ConfigurationError where the package is not installed
   */
  async start(): Promise<void> {
    const { environment, embeddedProvider, provider, publicUrl, dataDirectory } = this.settings;
    // Tests sign in without one, and several run at a time.
    if (embeddedProvider === undefined || environment !== 'development') return;
    const { startEmbeddedOkta } = (await import('@fanlight/dev-okta').catch(ifNotInstalled)) ?? notInstalled();
    const start = startEmbeddedOkta({
      port: embeddedProvider.port,
      redirectUris: [this.routes.uri('callback')],
      postLogoutRedirectUris: [`${publicUrl.href}/`, publicUrl.href],
      universalLogoutUri: this.routes.uri('universalLogout'),
      backchannelLogoutUri: this.routes.uri('backchannelLogout'),
      frontchannelLogoutUri: this.routes.uri('frontchannelLogout'),
      ...this.scim(),
      clientId: provider.clientId,
      clientSecret: provider.clientSecret ?? '',
      directory: join(dataDirectory, 'embedded-okta'),
    });
    const okta = await start.catch(async (error: unknown) => {
      const callback = this.routes.uri('callback');
      const known = await knows(provider.server.discoveryUrl, provider.clientId, callback);
      if (known === true) return undefined;
      const others = `the one of another application does, and does not know ${callback}`;
      throw new EmbeddedProviderError(embeddedProvider.port, known === false ? others : error);
    });
    this.running = okta;
    this.people = (okta?.people ?? []).filter(({ scenario }) => scenario === undefined);
    // Who loads the settings says where to go as well.
    if (this.options.settings !== undefined) return;
    const who = this.people.map(({ username, password }) => `${username} / ${password}`).join(' or ');
    const names = who === '' ? 'It names the people.' : `Sign in as ${who}.`;
    new Logger('SignIn').log(`No provider is configured: the embedded one listens at ${embeddedProvider.origin}. ${names}`);
  }

  /** Where it can push people and groups, where a directory may. */
  private scim() {
    const [token] = this.settings.connections[0]?.scim.tokens ?? [];
    return token === undefined ? {} : { scim: { baseUrl: this.settings.publicUrl.href + this.routes.routed('/scim/v2'), token } };
  }

  async stop(): Promise<void> {
    await this.running?.close();
  }
}

function notInstalled(): never {
  const fix =
    'Set OKTA_ORG_URL or OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or, for development without an account: npm install --save-dev @fanlight/dev-okta';
  throw new ConfigurationError([{ setting: 'OKTA_ORG_URL', problem: 'is missing, and so is OIDC_ISSUER: there is no provider', fix }], []);
}

/** Whether an embedded provider that runs already sends people back to this application; undefined: none responds there. */
async function knows(discoveryUrl: string, clientId: string, callback: string): Promise<boolean | undefined> {
  const ask = async (url: string | URL): Promise<Response> => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
  try {
    const { authorization_endpoint: endpoint } = (await (await ask(discoveryUrl)).json()) as { readonly authorization_endpoint: string };
    const parameters = new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid',
      state: 's',
    });
    return (await ask(`${endpoint}?${parameters.toString()}`)).status < 400;
  } catch {
    return undefined;
  }
}
