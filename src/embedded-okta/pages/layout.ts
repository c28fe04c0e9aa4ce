import { html, type Html } from './html.js';

export const STYLESHEET_PATH = '/assets/embedded-okta.css';

/** @returns a whole page; `wide` for pages with tables. */
export function layout({ title, body, wide = false }: { readonly title: string; readonly body: Html; readonly wide?: boolean }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} &middot; Embedded organisation</title>
        <link rel="stylesheet" href="${STYLESHEET_PATH}" />
      </head>
      <body>
        <header class="bar">
          <a href="/"><span class="mark" aria-hidden="true"></span>Embedded organisation</a>
          <p>for development and tests</p>
        </header>
        <main class="${wide ? 'wide' : 'narrow'}">${body}</main>
      </body>
    </html> `.toString();
}
