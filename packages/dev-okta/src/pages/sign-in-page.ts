import type { Person } from '../organisation/people.js';
import { html, layout, type Html } from './layout.js';

export interface SignInPage {
  readonly people: readonly Person[];
  readonly application: string;
  readonly username: string;
  readonly failed: boolean;
  readonly secondStep: boolean;
}

/** @returns the sign-in page: a form of user name and password, and everyone in the organisation as a button that signs in as them. */
export function signInPage({ people, application, username, failed, secondStep }: SignInPage): string {
  const body = html`<h1>Sign in</h1>
    <p class="quiet">to continue to ${application}</p>
    ${failed && html`<p class="error" role="alert">Unable to sign in</p>`}
    ${secondStep && html`<p class="quiet">The application asks for a second factor. Signing in here counts as both steps.</p>`}
    <form method="post" class="card">
      <label for="username">Username</label>
      <input
        type="text"
        id="username"
        name="username"
        value="${username}"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        required
        ${username === '' && html`autofocus`}
      />
      <label for="password">Password</label>
      <input type="password" id="password" name="password" autocomplete="current-password" required ${username !== '' && html`autofocus`} />
      <button class="main" type="submit">Sign in</button>
    </form>
    <h2>Or sign in with one click</h2>
    <p class="quiet">A password is the part before the @.</p>
    <form method="post">
      <ul class="people">
        ${people.filter(({ scenario }) => scenario === undefined).map(personButton)}
      </ul>
      <h3>People with whom something is different</h3>
      <ul class="people">
        ${people.filter(({ scenario }) => scenario !== undefined).map(personButton)}
      </ul>
    </form>`;
  return layout({ title: failed ? 'Unable to sign in' : 'Sign in', body });
}

function personButton({ username, name, scenario, groups }: Person): Html {
  const about = scenario ?? `signs in; groups ${groups.join(', ')}`;
  return html`<li>
    <button class="plain" type="submit" name="person" value="${username}">
      <bdi>${username}</bdi><small><bdi>${name}</bdi>: ${about}</small>
    </button>
  </li>`;
}
