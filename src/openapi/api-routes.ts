import { Injectable, RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { Controllers, type FoundController } from '../auth/controllers.js';
import { routeDescription, type RouteDescription } from '../auth/described.decorator.js';
import { crossSiteRoute, publicRoute } from '../auth/public.decorator.js';
import { isRateLimited } from '../auth/rate-limit.hook.js';
import { requirementsAt } from '../auth/requirements.js';
import type { ApiRoute } from './api-route.js';

type Class = FoundController['controller'];

/** Reads the routes below /api from the controllers, with what their decorators say. */
@Injectable()
export class ApiRoutes {
  constructor(
    private readonly controllers: Controllers,
    private readonly reflector: Reflector,
  ) {}

  list(): readonly ApiRoute[] {
    return this.controllers
      .list()
      .flatMap(({ controller, methods }) => [...methods].flatMap(([name, handler]) => this.routesOf(controller, name, handler)));
  }

  private routesOf(controller: Class, name: string, handler: object): ApiRoute[] {
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    return this.paths(controller)
      .flatMap((start) => this.paths(handler).map((end) => [...start, ...end]))
      .filter(([first]) => first === 'api')
      .map((segments) => ({
        name: `${controller.name}.${name}`,
        method: RequestMethod[method],
        path: `/${segments.map((segment) => segment.replace(/^:(\w+).*$/, '{$1}')).join('/')}`,
        parameters: segments.flatMap((segment) => /^:(\w+)/.exec(segment)?.[1] ?? []),
        success: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? (method === RequestMethod.POST ? 201 : 200),
        isPublic: this.isMarked(publicRoute, handler, controller),
        isCrossSite: this.isMarked(crossSiteRoute, handler, controller),
        isRateLimited: isRateLimited(handler),
        requirements: [controller, handler].flatMap((place) => requirementsAt(place).map(({ kind }) => kind)),
        description: Reflect.getMetadata(routeDescription, handler) as RouteDescription | undefined,
      }));
  }

  private isMarked(key: string, handler: object, controller: Class): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(key, [handler as () => void, controller]) === true;
  }

  private paths(place: object): string[][] {
    const paths = (Reflect.getMetadata(PATH_METADATA, place) ?? '') as string | readonly string[];
    return [paths].flat().map((path) => path.split('/').filter((segment) => segment !== ''));
  }
}
