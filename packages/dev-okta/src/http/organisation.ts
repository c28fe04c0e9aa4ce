import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { managementToken } from '../management/management-api.js';
import type { Organisation } from '../organisation/organisation.js';
import { parseSwitch, switchNames } from '../organisation/switches.js';
import { organisationPage, type OrganisationPage } from '../pages/organisation-page.js';
import type { AuthorizationServers } from './authorization-servers.js';
import { readForm, redirect, sendPage } from './messages.js';

/** The organisation's own page: GET shows it, POST changes its switches. */
export async function organisationOverview(
  request: IncomingMessage,
  response: ServerResponse,
  servers: AuthorizationServers,
): Promise<void> {
  const { organisation } = servers;
  if (request.method !== 'POST') {
    const cleared = whoWasCleared(new URL(request.url ?? '/', organisation.origin).searchParams, organisation);
    return sendPage(response, 200, organisationPage({ organisation, managementToken, cleared }));
  }
  // Other pages in the same browser must not turn the organisation upside down.
  if (!['same-origin', 'none', undefined].includes(request.headers['sec-fetch-site']?.toString())) throw new ApiError('E0000006');

  const form = await readForm(request);
  if (form.get('action') === 'rotate-keys') servers.rotateKeys();
  if (form.get('action') === 'provision') await organisation.provisioning?.push(organisation.people);
  for (const [field, active] of [
    ['deactivate', false],
    ['activate', true],
  ] as const) {
    const changed = organisation.personNamed(form.get(field) ?? '');
    if (changed) await organisation.provisioning?.setActive(changed, active);
  }
  const person = organisation.personNamed(form.get('clear-sessions') ?? '');
  const status = person && (await servers.clearSessions(person));
  changeSwitches(form, organisation);
  organisation.keep();
  redirect(response, person ? `/?${new URLSearchParams({ cleared: person.username, status: String(status ?? '') }).toString()}` : '/');
}

function whoWasCleared(query: URLSearchParams, organisation: Organisation): OrganisationPage['cleared'] {
  const person = organisation.personNamed(query.get('cleared') ?? '');
  return person && { person, status: Number(query.get('status')) || undefined };
}

function changeSwitches(form: URLSearchParams, { switches }: Organisation): void {
  for (const name of switchNames) {
    const value = parseSwitch(name, form.get(name) ?? '');
    if (value !== undefined) Object.assign(switches, { [name]: value });
  }
}
