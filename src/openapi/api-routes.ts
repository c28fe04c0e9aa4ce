import { Injectable, RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { routeDescription, type RouteDescription } from '../auth/described.decorator.js';
import { crossSiteRoute, publicRoute } from '../auth/public.decorator.js';
import { rateLimitedRoute } from '../auth/rate-limit.guard.js';
import { requirementsOf, type Requirement } from '../auth/requirements.js';
import type { ApiRoute } from './api-route.js';

type Class = abstract new (...parameters: never[]) => object;

/** Reads the routes below /api from the controllers, with what their decorators say. */
@Injectable()
export class ApiRoutes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  list(): readonly ApiRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => this.routesOf(metatype as Class, name, prototype[name] ?? {}));
    });
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
        isRateLimited: this.isMarked(rateLimitedRoute, handler, controller),
        requirements: [controller, handler].flatMap((place) =>
          ((Reflect.getMetadata(requirementsOf, place) ?? []) as readonly Requirement[]).map(({ kind }) => kind),
        ),
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
