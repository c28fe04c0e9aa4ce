import type { EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/person.js';
import { NEW_ORGANISATION, SWITCH_TEXTS } from '../organisation/switches.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';

type SwitchName = keyof EmbeddedOktaSwitches;

/** @returns the organisation as its administrator sees it, with everything that can be broken on purpose. */
export function organisationPage(organisation: Organisation, managementToken: string): string {
  const { application, people, servers, switches } = organisation;
  const names = Object.keys(SWITCH_TEXTS) as SwitchName[];
  const body = html`<h1>Organisation</h1>
    <p class="quiet">An Okta-shaped organisation on this machine. Change something, then sign in and see what happens.</p>

    <h2>Switches</h2>
    <form method="post">
      <div class="switches">${names.map((name) => switchRow(name, switches))}</div>
      <button class="main" type="submit">Save</button>
      <button class="plain" type="submit" name="action" value="rotate-key">Save, and rotate the signing key</button>
    </form>

    <h2>Application</h2>
    <dl class="card">
      <dt>Client id</dt>
      <dd><code>${application.clientId}</code></dd>
      <dt>Sign-in redirect URIs</dt>
      ${application.redirectUris.map(addressOf)}
      <dt>Sign-out redirect URIs</dt>
      ${application.postLogoutRedirectUris.map(addressOf)}
      <dt>Management API token</dt>
      <dd><code>Authorization: SSWS ${managementToken}</code></dd>
    </dl>

    <h2>Authorization servers</h2>
    <div class="scroll">
      <table>
        <tr>
          <th scope="col">Id</th>
          <th scope="col">Issuer</th>
          <th scope="col">Access policies</th>
        </tr>
        ${servers.map((server) => serverRow(server, organisation))}
      </table>
    </div>

    <h2>People</h2>
    <form method="post" class="scroll">
      <table>
        <tr>
          <th scope="col">Username</th>
          <th scope="col">Password</th>
          <th scope="col">Groups</th>
          <th scope="col">What happens</th>
          <th scope="col">Sessions</th>
        </tr>
        ${people.map(personRow)}
      </table>
    </form>`;
  return layout({ title: 'Organisation', body, wide: true });
}

function switchRow(name: SwitchName, switches: EmbeddedOktaSwitches): Html {
  const { label, effect } = SWITCH_TEXTS[name];
  const changed = switches[name] !== NEW_ORGANISATION[name];
  return html`<div class="switch">
    <label for="${name}">${label}</label>
    <div>${control(name, switches[name])}</div>
    <p class="quiet">${changed && html`<strong>Changed.</strong> `}${effect}</p>
  </div>`;
}

function control(name: SwitchName, value: boolean | number | string): Html {
  if (typeof value === 'number') return html`<input type="number" id="${name}" name="${name}" value="${value}" step="1" />`;
  const choices = typeof value === 'boolean' ? ['on', 'off'] : ['fat', 'thin'];
  const current = typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
  return html`<select id="${name}" name="${name}">
    ${choices.map((choice) => html`<option ${choice === current && html`selected`}>${choice}</option>`)}
  </select>`;
}

function addressOf(address: string): Html {
  return html`<dd><code>${address}</code></dd>`;
}

function serverRow(server: AuthorizationServer, { policies }: Organisation): Html {
  const names = policies.of(server.id).map(({ name }) => name);
  const rules = server.kind === 'org' ? 'has none, needs none' : names.length === 0 ? 'none: every sign-in fails' : names.join(', ');
  return html`<tr>
    <th scope="row">${server.id}</th>
    <td>
      <a href="${server.issuer}/.well-known/openid-configuration"><code>${server.issuer}</code></a>
    </td>
    <td>${rules}</td>
  </tr>`;
}

function personRow({ username, password, groups, scenario }: Person): Html {
  const few = groups.length > 3 ? `${groups.length} groups` : groups.join(', ');
  return html`<tr>
    <th scope="row">${username}</th>
    <td><code>${password}</code></td>
    <td>${few}</td>
    <td>${scenario ?? 'signs in'}</td>
    <td>
      <button class="plain" type="submit" name="clear-sessions" value="${username}" aria-label="Clear the sessions of ${username}">
        Clear
      </button>
    </td>
  </tr>`;
}
