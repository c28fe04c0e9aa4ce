import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { AuthError } from './auth-error.js';
import { Csrf } from './csrf.js';
import { isApi } from './page-load.js';
import { crossSiteRoute } from './public.decorator.js';
import { RouteMark } from './route-mark.js';
import { isUnsafe } from './unsafe-methods.js';

const isCrossSite = RouteMark.flag(crossSiteRoute);

/**
 * Unsafe methods must come from our own pages. Where the browser says where a request comes from (Sec-Fetch-Site, Origin),
 * that decides; a form of a signed-in person must also hold its session's token. An API call without either header is let
 * through only with a header of its own, which no foreign page can add without a preflight that is not granted.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(
    private readonly csrf: Csrf,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isUnsafe(request.method) || isCrossSite.of(context)) return true;
    this.checkSource(request);
    if (isApi(request.url)) this.checkApi(request);
    else this.checkForm(request);
    return true;
  }

  private checkSource(request: FastifyRequest): void {
    const site = request.headers['sec-fetch-site'];
    const { origin } = request.headers;
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      throw refused(`the request comes from another site (Sec-Fetch-Site: ${String(site).slice(0, 20)})`);
    if (origin !== undefined && origin !== this.settings.publicUrl.origin) throw refused('the Origin header names another site');
  }

  private checkApi(request: FastifyRequest): void {
    const marked = request.headers['sec-fetch-site'] === 'same-origin' || request.headers['x-requested-with'] !== undefined;
    // A bearer token is sent by a program on purpose, never by a browser on its own.
    if (!marked && request.headers.authorization === undefined)
      throw refused('neither Sec-Fetch-Site: same-origin nor an X-Requested-With header came along');
  }

  private checkForm(request: FastifyRequest): void {
    if (request.found === null || request.found.session === undefined) return;
    const token = request.headers['x-csrf-token'] ?? (request.body instanceof URLSearchParams ? request.body.get('csrf') : undefined);
    if (typeof token !== 'string' || !this.csrf.matches(request, token)) throw refused('the form does not hold the token of this session');
  }
}

function refused(reason: string): AuthError {
  return new AuthError('csrf_refused', `An unsafe request was refused: ${reason}.`);
}
