import { STATUS_CODES } from 'node:http';
import { html } from './html.js';
import { layout } from './layout.js';

/** @returns the page that Okta shows instead of going back to the application. */
export function errorPage({
  status,
  error,
  description,
}: {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}): string {
  const body = html`<h1>${status} ${STATUS_CODES[status]}</h1>
    <p class="error" role="alert">${description}</p>
    <dl>
      <dt>Error code</dt>
      <dd><code>${error}</code></dd>
    </dl>
    <p class="quiet">Okta shows a page like this one where it must not, or cannot, send the browser back to the application.</p>`;
  return layout({ title: `${status} ${error}`, body });
}
