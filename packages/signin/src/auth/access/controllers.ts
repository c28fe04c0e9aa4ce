import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

export interface FoundController {
  readonly controller: abstract new (...parameters: never[]) => object;
  /** By name; those that are no handlers as well. */
  readonly methods: ReadonlyMap<string, object>;
}

/** Marks the controllers of this package. */
export const ownController = 'auth:own';

/** Every class of the application with handlers, for what reads decorators before a request comes. */
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

  /** The controllers. */
  list(): FoundController[] {
    return this.describe(this.discovery.getControllers());
  }

  /** Controllers, and all providers, of which resolvers and gateways are some. */
  listAll(): FoundController[] {
    return this.describe([...this.discovery.getControllers(), ...this.discovery.getProviders()]);
  }

  private describe(found: ReturnType<DiscoveryService['getProviders']>): FoundController[] {
    return found.flatMap(({ metatype }) => {
      const prototype = (metatype as { readonly prototype?: Record<string, object> } | null)?.prototype;
      if (typeof metatype !== 'function' || prototype === undefined) return [];
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
