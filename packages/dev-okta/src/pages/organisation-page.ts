import type { EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import type { Provisioning } from '../organisation/provisioning.js';
import { choicesOf, type SwitchName, switchNames, switchTable } from '../organisation/switches.js';
import { html, layout, type Html } from './layout.js';

export interface OrganisationPage {
  readonly organisation: Organisation;
  readonly managementToken: string;
  /** Whose sessions were just cleared, and the status with which the application answered; undefined: it did not. */
  readonly cleared: { readonly person: Person; readonly status: number | undefined } | undefined;
}

/** @returns the organisation as its administrator sees it, with everything that can be broken on purpose. */
export function organisationPage({ organisation, managementToken, cleared }: OrganisationPage): string {
  const { application, people, provisioning, servers, switches } = organisation;
  const body = html`<h1>Organisation</h1>
    <p class="quiet">An Okta-shaped organisation on this machine. Change something, then sign in and see what happens.</p>
    ${cleared && clearedNotice(cleared, application.universalLogoutUri)}

    <h2>Switches</h2>
    <form method="post">
      <ul class="rows switches">
        ${switchNames.map((name) => switchRow(name, switches))}
      </ul>
      <button class="main" type="submit">Save</button>
      <button class="plain" type="submit" name="action" value="rotate-keys">Save, and rotate the signing keys</button>
    </form>

    <h2>Application</h2>
    <dl class="card">
      <dt>Client id</dt>
      <dd><code>${application.clientId}</code></dd>
      <dt>Sign-in redirect URIs</dt>
      ${application.redirectUris.map(addressOf)}
      <dt>Sign-out redirect URIs</dt>
      ${application.postLogoutRedirectUris.map(addressOf)}
      <dt>Universal Logout, asked for by Clear sessions below</dt>
      ${addressOrNone(application.universalLogoutUri)}
      <dt>Front-channel logout, loaded in a frame after a sign-out</dt>
      ${addressOrNone(application.frontchannelLogoutUri)}
      <dt>Back-channel logout, called after a sign-out (Okta’s documents name no such feature)</dt>
      ${addressOrNone(application.backchannelLogoutUri)}
      <dt>Management API token</dt>
      <dd><code>Authorization: SSWS ${managementToken}</code></dd>
    </dl>

    ${provisioning && provisioningPart(provisioning)}

    <h2>Authorization servers</h2>
    <ul class="rows servers">
      ${servers.map((server) => serverRow(server, organisation))}
    </ul>

    <h2>People</h2>
    <p class="quiet">A password is the part before the @.</p>
    <form method="post">
      <ul class="rows persons">
        ${people.map((person) => personRow(person, provisioning))}
      </ul>
    </form>`;
  return layout({ title: 'Organisation', body, wide: true });
}

function clearedNotice({ person, status }: NonNullable<OrganisationPage['cleared']>, address: string | undefined): Html {
  const answer =
    address === undefined
      ? 'The application has no address for Universal Logout, so its own sessions go on.'
      : status === undefined
        ? 'The application did not answer to Universal Logout, so its own sessions may go on.'
        : status === 204
          ? 'The application answered 204 to Universal Logout: it ended its own.'
          : status === 404
            ? 'The application answered 404 to Universal Logout: it knows nobody of that name.'
            : `The application answered ${status} to Universal Logout, so its own sessions may go on.`;
  return html`<p class="card" role="status">The sessions of <bdi>${person.username}</bdi> are cleared here. ${answer}</p>`;
}

function switchRow(name: SwitchName, switches: EmbeddedOktaSwitches): Html {
  const changed = switches[name] !== switchTable[name].start;
  return html`<li>
    <label for="${name}">${switchTable[name].label}</label>
    <div>${control(name, switches[name])}</div>
    <p>${effectsText(name, choiceOf(switches[name]))}${changed && html` <em>Changed.</em>`}</p>
  </li>`;
}

/** What each value does, the present one standing out. */
function effectsText(name: SwitchName, current: string): Html[] {
  const { effects } = switchTable[name];
  if (typeof effects === 'string') return [html`<span class="quiet">${effects}</span>`];
  return Object.entries(effects).map(([choice, effect]) =>
    choice === current
      ? html`<strong>Now ${choice}:</strong> ${effect}. `
      : html`<span class="quiet">${capitalised(choice)}: ${effect}.</span> `,
  );
}

function control(name: SwitchName, value: boolean | number | string): Html {
  const choices = choicesOf(name);
  if (!choices) return html`<input type="number" id="${name}" name="${name}" value="${String(value)}" step="1" />`;
  return html`<select id="${name}" name="${name}">
    ${choices.map((choice) => html`<option ${choice === choiceOf(value) && html`selected`}>${choice}</option>`)}
  </select>`;
}

function choiceOf(value: boolean | number | string): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function addressOf(address: string): Html {
  return html`<dd><code>${address}</code></dd>`;
}

function addressOrNone(address: string | undefined): Html {
  return address === undefined ? html`<dd class="quiet">none registered</dd>` : addressOf(address);
}

function serverRow(server: AuthorizationServer, { policies }: Organisation): Html {
  const names = policies.of(server.id).map(({ name }) => name);
  const rules =
    server.kind === 'org'
      ? 'has no access policies, needs none'
      : names.length === 0
        ? 'has no access policy: every sign-in fails'
        : `access policies: ${names.join(', ')}`;
  return html`<li>
    <strong>${server.id}</strong>
    <a href="${server.issuer}/.well-known/openid-configuration"><code>${server.issuer}</code></a>
    <span>${rules}</span>
  </li>`;
}

function personRow({ username, groups, scenario, refused }: Person, provisioning: Provisioning | undefined): Html {
  const few = groups.length > 3 ? `${groups.length} groups` : groups.join(', ');
  return html`<li>
    <strong><bdi>${username}</bdi></strong>
    <span>${scenario ?? 'signs in'} <small class="quiet">(${few})</small></span>
    <span class="actions">
      ${provisioning && refused?.code !== 'user_not_assigned' && activeButton(username, !provisioning.inactive.has(username))}
      <button class="plain" type="submit" name="clear-sessions" value="${username}" aria-label="Clear sessions: ${username}">
        Clear sessions
      </button>
    </span>
  </li>`;
}

function activeButton(username: string, isActive: boolean): Html {
  const [field, label] = isActive ? ['deactivate', 'Deactivate'] : ['activate', 'Activate'];
  return html`<button class="plain" type="submit" name="${field}" value="${username}" aria-label="${label}: ${username}">${label}</button>`;
}

function provisioningPart({ address, report }: Provisioning): Html {
  return html`<h2>Provisioning</h2>
    <p class="quiet">
      People and groups are pushed to the application by SCIM, at <code>${address}</code>. Deactivate somebody below, and they are signed
      out there.
    </p>
    ${
      report &&
      html`<p class="card" role="status">
        Pushed: ${people(report.people)}, ${report.groups} ${report.groups === 1 ? 'group' : 'groups'}.
        ${report.problems.map((problem) => html`<br /><bdi>${problem}</bdi>`)}
      </p>`
    }
    <form method="post">
      <button class="main" type="submit" name="action" value="provision">Push people and groups</button>
    </form>`;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}
