import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

export interface FoundController {
  readonly controller: abstract new (...parameters: never[]) => object;
  /** By name; those that are no handlers as well. */
  readonly methods: ReadonlyMap<string, object>;
}

/** Every controller of the application, for what reads decorators before a request comes. */
@Injectable()
export class Controllers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  list(): FoundController[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const methods = new Map(this.scanner.getAllMethodNames(prototype).map((name) => [name, prototype[name] ?? {}]));
      return [{ controller: metatype as FoundController['controller'], methods }];
    });
  }
}
