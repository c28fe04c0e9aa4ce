import type Handlebars from 'handlebars';

/** Views as functions. */
export interface Templates {
  readonly layout: Handlebars.TemplateDelegate;
  readonly pages: ReadonlyMap<string, Handlebars.TemplateDelegate>;
}
