import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { callbackPath } from '../../config/own-addresses.js';
import { Settings } from '../../config/settings.js';

const page = ['GET', 'HEAD'];

/** The routes of sign-in, and the methods that each takes. */
const methodsOf = {
  '/login': [...page, 'POST'],
  [callbackPath]: [...page, 'POST'],
  '/logout': [...page, 'POST'],
  '/frontchannel-logout': page,
  '/backchannel-logout': ['POST'],
  '/universal-logout': ['POST'],
} as const;

export type OwnRoute = keyof typeof methodsOf;

/** Where the routes of sign-in are in this application: below the host's global prefix, unless its `exclude` takes them out. */
@Injectable()
export class OwnRoutes {
  private byPath: ReadonlyMap<string, OwnRoute> | undefined;

  constructor(
    private readonly config: ApplicationConfig,
    private readonly settings: Settings,
  ) {}

  /** The route of ours that a request target leads to. Not before the application's configuration is complete. */
  find(url: string): OwnRoute | undefined {
    this.byPath ??= new Map((Object.keys(methodsOf) as OwnRoute[]).map((route) => [this.pathOf(route), route]));
    const path = url.split('?', 1)[0] ?? url;
    return this.byPath.get(path) ?? this.byPath.get(plain(path));
  }

  /** Methods that a route takes, for `Allow`. */
  methods(route: OwnRoute): readonly string[] {
    return methodsOf[route];
  }

  /** The address of a route for a browser: a path that includes the prefix of PUBLIC_URL. */
  address(route: OwnRoute): string {
    return this.settings.publicUrl.path + this.pathOf(route);
  }

  private pathOf(route: OwnRoute): string {
    const excluded = this.config.getGlobalPrefixOptions().exclude?.some(({ pathRegex }) => pathRegex.test(route)) ?? false;
    const prefix = this.config.getGlobalPrefix().replace(/^\/?(?=.)/, '/');
    return excluded ? route : prefix + route;
  }
}

/** Express takes a path in any case, escaped or not, and with a slash at the end. */
function plain(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase().replace(/\/$/, '');
  } catch {
    return path;
  }
}
