import type { PageFunctions } from './pages.js';

/** Plain pages: no script, no file of styles, light and dark as the browser has it. */
export const builtInPages: Required<PageFunctions> = {
  choose: ({ fields, email, refused, connections, all }, { title, addresses }) =>
    page(
      title,
      html`<h1>Sign in</h1>
        <form method="post" action="${addresses.login}">
          ${hidden(fields)} ${refused === undefined ? text('') : html`<p id="refused"><strong>${refused}</strong></p>`}
          <p>
            <label>
              Your work e-mail address
              <input
                type="email"
                name="login_hint"
                value="${email}"
                autocomplete="username"
                maxlength="320"
                required
                ${refused === undefined ? text('') : new Html('aria-invalid="true" aria-describedby="refused"')}
              />
            </label>
            <button>Continue</button>
          </p>
        </form>
        ${section(
          'Other ways to sign in',
          html`<ul>
            ${connections.map(
              // A paragraph each, so that there is room between them for fingers (WCAG 2.2, 2.5.8).
              ({ label, href, usedLast, signUp }) =>
                html`<li>
                  <p><a href="${href}">${label}</a>${usedLast ? ' (used last)' : ''}</p>
                  ${signUp === undefined ? text('') : html`<p><a href="${signUp}">Create an account at ${label}</a></p>`}
                </li>`,
            )}
          </ul>`,
          connections.length > 0,
        )}
        ${all === undefined ? text('') : html`<p><a href="${all}">All ways to sign in</a></p>`}`,
    ),
  logout: ({ provider }, { title, base, addresses }) =>
    page(
      title,
      html`<h1>Sign out?</h1>
        <p>This ends your session here and at ${provider.host}.</p>
        <form method="post" action="${addresses.logout}"><button>Sign out</button> <a href="${base}/">Stay signed in</a></form>`,
    ),
  'logout-redirect': ({ action, fields, host }, { title }) =>
    page(
      title,
      html`<h1>Signing you out</h1>
        <p>Your session here has ended. ${host} is told next.</p>
        ${postedForm(action, fields)}`,
    ),
  'signed-out': ({ stillSignedInAt, unreachable }, { title, base, addresses }) =>
    page(
      title,
      stillSignedInAt === undefined
        ? html`<h1>You are signed out</h1>
            <p>There is no session of yours in this browser.</p>
            ${start(base, addresses.login)}`
        : html`<h1>You may still be signed in at ${stillSignedInAt.host}</h1>
            <p>
              Your session here has ended. ${stillSignedInAt.host}
              ${unreachable === true ? 'did not respond when it was told.' : 'could not be told.'} On a computer that is not yours, sign out
              there as well.
            </p>
            ${start(base, addresses.login)}`,
    ),
  'form-repost': ({ action, fields, host }, { title }) =>
    page(
      title,
      html`<h1>One step is left</h1>
        <p>You are back from ${host}.</p>
        ${postedForm(action, fields)}`,
    ),
  continue: ({ href, keepsAddress }, { title }) =>
    page(
      title,
      keepsAddress
        ? html`<h1>Sign in to go on</h1>
            <p>The address that you opened is too long to be remembered: open it again when you are signed in.</p>
            <p><a href="${href}">Sign in</a></p>`
        : html`<h1>You are signed in</h1>
            <p><a href="${href}">Go on to the page that you wanted</a></p>`,
    ),
  error: (error, { title, base }) =>
    page(
      title,
      html`<p>${error.who}</p>
        <h1>${error.title}</h1>
        <p>${error.summary}</p>
        ${error.advice === '' ? text('') : html`<p>${error.advice}</p>`}
        <p>
          ${error.retry === undefined ? text('') : html`<a href="${error.retry.href}">${error.retry.label}</a> `}<a href="${base}/"
            >Start page</a
          >
        </p>
        ${section(
          'How to fix it',
          html`<ol>
            ${error.steps.map((step) => html`<li>${step}</li>`)}
          </ol>`,
          error.steps.length > 0,
        )}
        ${section('The exact values', list(error.paste.map(({ label, value }) => ({ name: label, value }))), error.paste.length > 0)}
        ${section('What the provider said', html`<blockquote><bdi>${error.providerWords ?? ''}</bdi></blockquote>`, error.providerWords !== undefined)}
        ${section('For the developer', list(error.technical), error.technical.length > 0)}
        <p>Asking for help? Quote this reference: <code>${error.reference}</code>, ${error.at}</p>`,
    ),
};

/** HTML that is complete: what is put into it has been escaped. */
class Html {
  constructor(readonly markup: string) {}
}

type Part = string | Html | readonly Html[];

function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: strings.map(String) }, ...parts.map(markupOf)));
}

function text(content: string): Html {
  return new Html(escape(content));
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escape(part);
  return part instanceof Html ? part.markup : part.map(({ markup }) => markup).join('');
}

function escape(content: string): string {
  return content.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function section(title: string, content: Html, isShown: boolean): Html {
  return isShown
    ? html`<section>
        <h2>${title}</h2>
        ${content}
      </section>`
    : text('');
}

function list(entries: readonly { readonly name: string; readonly value: string }[]): Html {
  return html`<dl>
    ${entries.map(
      ({ name, value }) =>
        html`<dt>${name}</dt>
          <dd><code>${value}</code></dd>`,
    )}
  </dl>`;
}

function postedForm(action: string, fields: readonly { readonly name: string; readonly value: string }[]): Html {
  return html`<form method="post" action="${action}">${hidden(fields)}<button>Continue</button></form>`;
}

function hidden(fields: readonly { readonly name: string; readonly value: string }[]): readonly Html[] {
  return fields.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}" />`);
}

function start(base: string, login: string): Html {
  return html`<p><a href="${login}">Sign in again</a> <a href="${base}/">Start page</a></p>`;
}

function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.markup;
}
