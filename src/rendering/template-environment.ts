import type Handlebars from 'handlebars';

/**
 * Handlebars, whole or its runtime alone, with the three helpers that the views use. Its own are slower: they keep @index, @key
 * and the like, which no view reads.
 */
export function templateEnvironment(handlebars: typeof Handlebars): typeof Handlebars {
  const environment = handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  environment.registerHelper({ if: ifHelper, unless: unlessHelper, each: eachHelper });
  return environment;
}

/** As Handlebars has it: an empty list is nothing. */
function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function ifHelper(this: unknown, value: unknown, { fn, inverse }: Handlebars.HelperOptions): string {
  return isSomething(value) ? fn(this) : inverse(this);
}

function unlessHelper(this: unknown, value: unknown, { fn, inverse }: Handlebars.HelperOptions): string {
  return isSomething(value) ? inverse(this) : fn(this);
}

function eachHelper(this: unknown, list: readonly unknown[] | undefined, { fn, inverse }: Handlebars.HelperOptions): string {
  if (!isSomething(list)) return inverse(this);
  let html = '';
  for (const item of list ?? []) html += fn(item);
  return html;
}
