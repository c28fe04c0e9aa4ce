import type { Shell } from './shell.js';

/** What views reach from any depth: `@base`, `@assets`, `@csrf`, `@person`. */
export interface ViewData extends Omit<Shell, 'title'> {
  /** Where static files are. */
  readonly assets: string;
}

/** A view as a function: HTML of what the page is given. */
export type Template = (context: object, data: ViewData) => string;

/** All views as functions. */
export interface Templates {
  readonly layout: Template;
  readonly pages: Readonly<Record<string, Template>>;
}

/** Makes the templates of what they call: the text that `writeViews` writes, run. */
export type MakeTemplates = (escape: (value: unknown) => string, isSomething: (value: unknown) => boolean) => Templates;

/** As Handlebars' own `if` and `each` have it: an empty list is nothing. */
export function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
