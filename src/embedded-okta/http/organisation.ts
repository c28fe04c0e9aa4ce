import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import { MANAGEMENT_TOKEN } from '../management/token.js';
import type { Organisation } from '../organisation/organisation.js';
import { parseSwitch, SWITCH_TEXTS } from '../organisation/switches.js';
import { organisationPage } from '../pages/organisation-page.js';
import { redirect, sendPage } from './answers.js';
import type { AuthorizationServers } from './authorization-servers.js';
import { readForm } from './request-body.js';

/** The organisation's own page: GET shows it, POST changes its switches. */
export async function organisationOverview(
  request: IncomingMessage,
  response: ServerResponse,
  organisation: Organisation,
  servers: AuthorizationServers,
): Promise<void> {
  if (request.method !== 'POST') return sendPage(response, 200, organisationPage(organisation, MANAGEMENT_TOKEN));
  // Other pages in the same browser must not turn the organisation upside down.
  if (!['same-origin', 'none', undefined].includes(request.headers['sec-fetch-site']?.toString())) throw new ApiError('E0000006');

  const form = await readForm(request);
  if (form.get('action') === 'rotate-key') servers.rotateKeys();
  const person = organisation.personNamed(form.get('clear-sessions') ?? '');
  if (person) await servers.clearSessions(person);
  changeSwitches(form, organisation);
  organisation.keep();
  redirect(response, '/');
}

function changeSwitches(form: URLSearchParams, { switches }: Organisation): void {
  for (const name of Object.keys(SWITCH_TEXTS) as (keyof typeof SWITCH_TEXTS)[]) {
    const value = parseSwitch(name, form.get(name) ?? '');
    if (value !== undefined) Object.assign(switches, { [name]: value });
  }
}
