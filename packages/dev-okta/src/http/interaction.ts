import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import { finishedSignInPage } from '../pages/message-pages.js';
import { signInPage } from '../pages/sign-in-page.js';
import { methodsOf, needsSecondStep, requestedAssurance } from '../provider/assurance.js';
import { findSession, type RunningServer, type Session } from './authorization-servers.js';
import { readForm, sendPage } from './messages.js';

/** A sign-in that oidc-provider waits for. */
type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The sign-in page, to which oidc-provider sends its interactions: GET shows it, POST checks the password and goes back to the authorization request. */
export async function interaction(request: IncomingMessage, response: ServerResponse, running: RunningServer): Promise<void> {
  const { organisation, provider } = running;
  let details: Interaction;
  try {
    details = await provider.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const { postLogoutRedirectUris, redirectUris } = organisation.application;
    const home = postLogoutRedirectUris[0] ?? redirectUris[0] ?? organisation.origin;
    return sendPage(response, 400, finishedSignInPage(home));
  }

  const acr = requestedAssurance(text(details.params['acr_values']));
  const show = (status: number, username: string) => {
    const { people, application } = organisation;
    const page = { people, application: application.label, username, failed: status !== 200, secondStep: needsSecondStep(acr) };
    sendPage(response, status, signInPage(page));
  };
  if (request.method !== 'POST') return show(200, text(details.params['login_hint']) ?? '');

  const form = await readForm(request);
  const person = whoSignsIn(form, organisation);
  if (!person) return show(401, form.get('username') ?? form.get('person') ?? '');

  await leaveSessionOfAnother(await findSession(running, request, response), details, person);
  await provider.interactionFinished(request, response, {
    login: { accountId: person.id, amr: [...methodsOf(acr)], ...(acr && { acr }), remember: true },
  });
}

/** @returns the person whose button was pressed or whose password was given; undefined: unable to sign in. */
function whoSignsIn(form: URLSearchParams, organisation: Organisation): Person | undefined {
  const chosen = form.get('person');
  const person = organisation.personNamed(chosen ?? form.get('username') ?? '');
  const proven = chosen !== null || person?.password === form.get('password');
  return person && proven && !person.locked ? person : undefined;
}

/** Another person's session in this browser ends quietly; oidc-provider would show a page that needs a script. */
async function leaveSessionOfAnother(session: Session, interaction: Interaction, person: Person): Promise<void> {
  if (session.accountId === undefined || session.accountId === person.id) return;
  await session.destroy();
  delete interaction.session;
  await interaction.persist();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
