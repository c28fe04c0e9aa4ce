import { STATUS_CODES } from 'node:http';
import { html, layout } from './layout.js';

type OAuthErrorBody = { readonly error: string; readonly error_description?: string | undefined };

/** @returns the page that Okta shows instead of going back to the application. */
export function errorPage(status: number, { error, error_description: description = '' }: OAuthErrorBody): string {
  const body = html`<h1>${status} ${STATUS_CODES[status]}</h1>
    <p class="error" role="alert">${description}</p>
    <dl>
      <dt>Error code</dt>
      <dd><code>${error}</code></dd>
    </dl>
    <p class="quiet">Okta shows a page like this one where it must not, or cannot, send the browser back to the application.</p>`;
  return layout({ title: `${status} ${error}`, body });
}

/** @returns what the back button leads to after a sign-in. `home`: the application's address. */
export function finishedSignInPage(home: string): string {
  return layout({
    title: 'This sign-in is over',
    body: html`<h1>This sign-in is over</h1>
      <p>The page that you came back to has done its work, or was open for too long. If you signed in, you still are.</p>
      <p><a href="${home}">Go to the application</a></p>
      <p class="quiet">Okta says here: Request expired, please start over and try again.</p>`,
  });
}

/** @returns what is shown after signing out where no address to go back to was given. */
export function signedOutPage(): string {
  return layout({
    title: 'Signed out',
    body: html`<h1>You are signed out</h1>
      <p>You can close this page.</p>`,
  });
}

/**
 * @returns a page that tells the application in a frame that its session ended, then goes on (OpenID Connect Front-Channel Logout 1.0).
 * @param frame the application's logout address with `iss` and `sid`
 * @param next where the browser goes after a second
 */
export function frontChannelLogoutPage(frame: string, next: string): string {
  const body = html`<h1>Signing out</h1>
    <meta http-equiv="refresh" content="1;url=${next}" />
    <p><a href="${next}">Continue</a></p>
    <iframe src="${frame}" title="Signing out of the application"></iframe>`;
  return layout({ title: 'Signing out', body });
}
