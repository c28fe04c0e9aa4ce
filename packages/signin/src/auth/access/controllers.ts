import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

export interface FoundController {
  readonly controller: abstract new (...parameters: never[]) => object;
  /** By name; those that are no handlers as well. */
  readonly methods: ReadonlyMap<string, object>;
}

/** Marks the controllers of this package. */
export const ownController = 'auth:own';

/** Every controller of the application, for what reads decorators before a request comes. */
@Injectable()
export class Controllers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** Where each handler is, by the decorators alone: without prefixes and versions. */
  routes(): { readonly path: string; readonly place: string; readonly isOwn: boolean }[] {
    return this.list().flatMap(({ controller, methods }) =>
      [...methods].flatMap(([name, method]) =>
        pathsOf(method).flatMap((end) =>
          pathsOf(controller).map((start) => ({
            path: `/${[start, end]
              .map((part) => part.replace(/^\/+|\/+$/g, ''))
              .filter(Boolean)
              .join('/')}`,
            place: `${controller.name}.${name}`,
            isOwn: Reflect.hasMetadata(ownController, controller),
          })),
        ),
      ),
    );
  }

  list(): FoundController[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const methods = new Map(this.scanner.getAllMethodNames(prototype).map((name) => [name, prototype[name] ?? {}]));
      return [{ controller: metatype as FoundController['controller'], methods }];
    });
  }
}

/** Of a handler, or of a controller; none where a method is no handler. */
function pathsOf(place: object): string[] {
  const path: unknown = Reflect.getMetadata('path', place);
  return path === undefined ? [] : [path].flat().map(String);
}
