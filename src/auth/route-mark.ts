import type { ExecutionContext } from '@nestjs/common';

type Place = ReturnType<ExecutionContext['getHandler' | 'getClass']>;

/** What decorators say of a route. Looked up once a route: reflecting at each request costs more than the guards that ask. */
export class RouteMark<Value> {
  readonly #known = new WeakMap<Place, WeakMap<Place, { readonly value: Value }>>();

  constructor(private readonly read: (handler: Place, controller: Place) => Value) {}

  /** True where the decorator with that metadata key is on the handler, or on its controller and the handler does not say otherwise. */
  static flag(key: string): RouteMark<boolean> {
    return new RouteMark((handler, controller) => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) === true);
  }

  of(context: ExecutionContext): Value {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    let handlers = this.#known.get(controller);
    if (handlers === undefined) this.#known.set(controller, (handlers = new WeakMap()));
    let known = handlers.get(handler);
    if (known === undefined) handlers.set(handler, (known = { value: this.read(handler, controller) }));
    return known.value;
  }
}
