import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { type HttpServer, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { Controllers } from './auth/access/controllers.js';
import { routesInFront } from './auth/http/adapter.js';
import { OwnRoutes } from './auth/http/own-routes.js';
import { Requests } from './auth/http/requests.js';
import { type OwnRoute, ownRoutes } from './config/own-addresses.js';
import { isLoopback } from './config/variables/web-address.js';
import { Settings } from './config/settings.js';

/** The application around the module makes sign-in impossible. Found at start; the message names the fix. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code = 'host_unfit';

  constructor(readonly problems: readonly string[]) {
    super(`Sign-in does not work in this application:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Before Nest makes anything: whether it is a Nest that this works with, and the host's own. A second copy is only warned of, since what
 * started this process need not be the application; where it is, Nest goes on to say that it cannot resolve what the other copy has.
 * @throws HostError
 */
export function checkNest(): void {
  if (!('init$' in HttpAdapterHost.prototype))
    throw new HostError(['@fanlight/signin needs Nest 11 or 12, and this one is older: npm install @nestjs/core@11 @nestjs/common@11']);
  const program = process.argv[1];
  if (program === undefined || isSameNest(program)) return;
  new Logger('SignIn').warn(
    'There are two copies of @nestjs/core, of which @fanlight/signin has one to itself. npm ls @nestjs/core names them.',
  );
}

function isSameNest(program: string): boolean {
  try {
    const fromProgram = createRequire(program);
    return fromProgram.resolve('@nestjs/core') === createRequire(fromProgram.resolve('@fanlight/signin')).resolve('@nestjs/core');
  } catch {
    // It was started by something that has no Nest, such as a runner of tests elsewhere.
    return true;
  }
}

/** Looks at what the host has set up, before its routes are made. */
@Injectable()
export class HostCheck {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly config: ApplicationConfig,
    private readonly controllers: Controllers,
    private readonly routes: OwnRoutes,
    private readonly settings: Settings,
    private readonly requests: Requests,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    adapterHost.listen$.subscribe(() => this.whereItListens());
  }

  /** @throws HostError with every problem at once. */
  beforeRoutes(): void {
    const problems = [...this.collisions(), ...this.prefixTwice()];
    if (problems.length > 0) throw new HostError(problems);
  }

  /**
   * When the application is complete: whether app.enableCsrfProtection() lets in what the provider's page posts (form_post).
   * @throws HostError
   */
  atLast(): void {
    this.warnOfRoutesInFront();
    const posting = this.settings.connections.filter(({ provider }) => provider.responseMode.startsWith('form_post'));
    const url = posting.map(({ id }) => this.routes.callback(id)).find((callback) => this.isRefused(callback));
    if (url === undefined) return;
    const path = url.slice(1);
    throw new HostError([
      `app.enableCsrfProtection() refuses what the provider posts to ${url} (OIDC_RESPONSE_MODE=form_post). Exclude it: ` +
        `app.enableCsrfProtection({ exclude: [{ path: '${path}', method: RequestMethod.POST }] }), or take OIDC_RESPONSE_MODE=query`,
    ]);
  }

  private isRefused(url: string): boolean {
    const headers = {
      'sec-fetch-site': 'cross-site',
      origin: 'https://provider.example',
      host: new URL(this.settings.publicUrl.origin).host,
    };
    const posted = { method: 'POST', url, originalUrl: url, path: url, headers, raw: { method: 'POST', url, headers } };
    return this.requests.securityHook?.(posted, new Map()) instanceof Error;
  }

  /** Express takes the first route that fits, in the order of modules. Only a warning: the route may pass on what it does not want. */
  private warnOfRoutesInFront(): void {
    // Without a server, as in a standalone application, there is none.
    const adapter = this.adapterHost.httpAdapter as HttpServer | undefined;
    if (!adapter) return;
    for (const route of Object.keys(ownRoutes) as OwnRoute[]) {
      const path = this.routes.address(route).slice(this.settings.publicUrl.path.length);
      for (const before of new Set(routesInFront(adapter, path, ownRoutes[route].methods)))
        this.logger.warn(
          `The route ${before} of this application comes before ${path} of sign-in, and takes what is meant for it. Import SignInModule ` +
            'before the module that has it; what the root module has itself comes first of all, so give that a module of its own.',
        );
    }
  }

  /** The provider sends browsers to PUBLIC_URL, and on the machine of who develops nothing but the application listens there. */
  private whereItListens(): void {
    const wanted = new URL(this.settings.publicUrl.href);
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    const address = server.address();
    if (this.settings.environment !== 'development' || !isLoopback(wanted) || address === null || typeof address === 'string') return;
    const actual = new URL(wanted);
    actual.protocol = 'setSecureContext' in server ? 'https:' : 'http:';
    actual.port = String(address.port);
    if (actual.origin === wanted.origin) return;
    const path = wanted.pathname.replace(/\/$/, '');
    this.logger.warn(
      `This application listens at ${actual.origin}, and sign-in leads back to ${wanted.origin} (PUBLIC_URL, or PORT). Unless a proxy ` +
        `of yours leads from there to here, set PUBLIC_URL=${actual.origin}${path}`,
    );
  }

  /** Express would take the host's route without a word, and sign-in would go round in circles; Fastify refuses both. */
  private collisions(): string[] {
    const own = new Map((Object.keys(ownRoutes) as OwnRoute[]).map((route) => [trimmed(this.routes.path(route)), route]));
    return this.controllers.routes().flatMap(({ path, place, isOwn }) => {
      const route = isOwn ? undefined : own.get(trimmed(path));
      if (route === undefined) return [];
      return [
        `${place} has the route ${path}, which sign-in needs for ${route}. Give one of them another path: ` +
          `SignInModule.forRoot({ paths: { ${route}: '/sign-in${path}' } })`,
      ];
    });
  }

  /** Nothing in a request tells a prefix that a proxy takes off from one that the application has. */
  private prefixTwice(): string[] {
    const prefix = trimmed(this.config.getGlobalPrefix());
    const { path, origin } = this.settings.publicUrl;
    if (prefix === '' || trimmed(path) !== prefix) return [];
    return [
      `PUBLIC_URL ends with ${path} and the global prefix is ${prefix}: addresses would have it twice. Where the application itself ` +
        `has the prefix, set PUBLIC_URL=${origin}`,
    ];
  }
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').toLowerCase();
}
