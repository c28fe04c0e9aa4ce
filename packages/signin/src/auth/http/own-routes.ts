import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { callbackEnd, type OwnRoute, ownRoutes } from '../../config/own-addresses.js';
import { isConnectionId } from '../../config/variables/connection-variables.js';
import { Settings } from '../../config/settings.js';
import { SignInOptions } from '../../options/sign-in-options.js';

const names = Object.keys(ownRoutes) as OwnRoute[];

/** Where the routes of sign-in are in this application: below the host's global prefix, unless its `exclude` takes them out. */
@Injectable()
export class OwnRoutes {
  private byPath: ReadonlyMap<string, OwnRoute> | undefined;
  /** What the callbacks of further connections begin with. */
  private callbacks: string | undefined;

  constructor(
    private readonly config: ApplicationConfig,
    private readonly settings: Settings,
    private readonly options: SignInOptions,
  ) {}

  /** The route of ours that a request target leads to. Not before the application's configuration is complete. */
  find(url: string): OwnRoute | undefined {
    this.byPath ??= new Map(names.map((route) => [this.routed(this.path(route)), route]));
    const path = url.split('?', 1)[0] ?? url;
    const found = this.byPath.get(path) ?? (mayBeOther.test(path) ? this.byPath.get(plain(path)) : undefined);
    return found ?? (this.connectionAt(path) === undefined ? undefined : 'callback');
  }

  /** Id of the further connection to whose callback a request target leads; undefined: to none. */
  connectionAt(url: string): string | undefined {
    const start = (this.callbacks ??= this.routed(`${this.path('callback')}/`));
    const path = url.split('?', 1)[0] ?? url;
    if (!path.startsWith(start) && !(mayBeOther.test(path) && plain(path).startsWith(start))) return undefined;
    const id = plain(path).slice(start.length);
    return isConnectionId(id) ? id : undefined;
  }

  /** The callback of a connection for a browser. */
  callback(connection: string): string {
    return this.settings.publicUrl.path + this.routed(this.path('callback') + callbackEnd(connection));
  }

  /** Where a route is declared, without the global prefix. */
  path(route: OwnRoute): string {
    return this.options.paths?.[route] ?? ownRoutes[route].path;
  }

  /** The address of a route for a browser: a path that includes the prefix of PUBLIC_URL and the global one. */
  address(route: OwnRoute): string {
    return this.settings.publicUrl.path + this.routed(this.path(route));
  }

  /** The whole address of a route, as a provider is told it. */
  uri(route: OwnRoute): string {
    return this.settings.publicUrl.origin + this.address(route);
  }

  /** With the host's global prefix in front, where it has one. Not before the application's configuration is complete. */
  routed(path: string): string {
    const excluded = this.config.getGlobalPrefixOptions().exclude?.some(({ pathRegex }) => pathRegex.test(path)) ?? false;
    const prefix = this.config
      .getGlobalPrefix()
      .replace(/^\/?(?=.)/, '/')
      .replace(/\/$/, '');
    return excluded ? path : prefix + path;
  }
}

/** What plain() changes: most paths have nothing of that. */
const mayBeOther = /[%A-Z]|\/$/;

/** Express takes a path in any case, escaped or not, and with a slash at the end. */
function plain(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase().replace(/\/$/, '');
  } catch {
    return path;
  }
}
