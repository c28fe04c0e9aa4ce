import Handlebars from 'handlebars';
import type { ErrorContext } from '../rendering/page-contexts.js';

const template = Handlebars.compile(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{{title}}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
  </head>
  <body>
    <h1>{{title}}</h1>
    <p>{{summary}}</p>
    {{#if failure}}<pre>{{failure}}</pre>{{/if}}
    <p>Quote this reference: <code>{{reference}}</code></p>
  </body>
</html>
`);

/** An error page for when views/ cannot be rendered. `failure`: why, for the developer; undefined in production. */
export function pageWithoutViews({ title, summary, reference }: ErrorContext, failure: unknown): string {
  return template({ title, summary, reference, failure: failure instanceof Error ? failure.message : failure });
}
