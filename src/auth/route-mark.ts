import type { ExecutionContext } from '@nestjs/common';

/** Whether the decorator with that metadata key is on the handler, or on its controller and the handler does not say otherwise. */
export function isMarked(key: string, handler: object, controller: object): boolean {
  return (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) === true;
}

/** What decorators say of a route. Looked up once a route: reflecting at each request costs more than the guards that ask. */
export class RouteMark<Value> {
  readonly #known = new WeakMap<object, WeakMap<object, { readonly value: Value }>>();

  constructor(private readonly read: (handler: object, controller: object) => Value) {}

  /** See isMarked. */
  static flag(key: string): RouteMark<boolean> {
    return new RouteMark((handler, controller) => isMarked(key, handler, controller));
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
