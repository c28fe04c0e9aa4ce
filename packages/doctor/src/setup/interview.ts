import { readPublicUrl } from '@fanlight/signin/settings';
import type { Send } from '../doctor/request.js';
import { askClient } from './client-questions.js';
import { findServers, readOktaAddress, type UsualServer } from './okta-organisation.js';
import { orTwice, type Questions, refusalOf } from './questions.js';
import { overlay, type SetupValues } from './setup-values.js';
import type { Trial } from './trial.js';

/**
 * Asks for everything, each answer checked before the next question.
 *
 * @param directory where .env is
 * @throws Cancelled
 */
export async function interview(
  known: SetupValues,
  directory: string,
  questions: Questions,
  trial: Trial,
  send: Send,
): Promise<SetupValues> {
  const kind = await questions.choose(
    'Which provider do people sign in with?',
    [
      { value: 'okta', label: 'Okta' },
      { value: 'other', label: 'Another OpenID Connect provider', hint: 'Entra ID, Auth0, Keycloak, Google …' },
    ],
    known.OIDC_ISSUER === undefined ? 'okta' : 'other',
  );
  const provider = kind === 'okta' ? await askOkta(known, questions, send) : await askIssuer(known, questions, trial);
  const client = await askClient({ known: overlay(known, provider), provider, directory, questions, trial });
  const publicUrl = await questions.text({
    message: 'Under which address do people reach this application?',
    initial: known.PUBLIC_URL ?? 'http://localhost:8080',
    check: (answer) => refusalOf(() => readPublicUrl(answer)),
  });
  return { ...provider, ...client, PUBLIC_URL: readPublicUrl(publicUrl).href };
}

async function askOkta(known: SetupValues, questions: Questions, send: Send): Promise<SetupValues> {
  let servers: readonly UsualServer[] = [];
  const answer = await questions.text({
    message: 'Your Okta domain',
    placeholder: 'integrator-1234567.okta.com',
    initial: known.OKTA_ORG_URL,
    check: orTwice(async (text) => {
      const refusal = await refusalOf(() => readOktaAddress(text));
      if (refusal !== undefined) return { refusal };
      servers = await findServers(readOktaAddress(text).orgUrl, send);
      return { doubt: servers.length > 0 ? undefined : 'There is no Okta organisation at this address.' };
    }),
  });
  const { orgUrl, authServer } = readOktaAddress(answer);
  return { OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: await askServer(authServer ?? known.OKTA_AUTH_SERVER, servers, questions) };
}

async function askServer(known: string | undefined, servers: readonly UsualServer[], questions: Questions): Promise<string> {
  if (!servers.includes('default') && (known === undefined || known === 'org')) {
    questions.say('The organisation has the org authorization server, and no `default`: org it is. Signing people in needs no more.');
    return 'org';
  }
  const isCustom = known !== undefined && known !== 'org' && known !== 'default';
  return questions.choose<string>(
    'Which authorization server?',
    [
      { value: 'org', label: 'The org server', hint: 'enough to sign people in; needs no access policy' },
      {
        value: 'default',
        label: 'The custom server `default`',
        hint: 'for APIs of your own; needs an access policy, or every sign-in fails',
      },
      ...(isCustom ? [{ value: known, label: `The custom server ${known}` }] : []),
    ],
    known ?? servers[0] ?? 'org',
  );
}

async function askIssuer(known: SetupValues, questions: Questions, trial: Trial): Promise<SetupValues> {
  const unknownClient = { OIDC_CLIENT_ID: 'not-known-yet', OIDC_CLIENT_SECRET: 'not-known-yet' };
  const issuer = await questions.text({
    message: 'The issuer of the provider',
    placeholder: 'https://login.example.com/realms/main',
    initial: known.OIDC_ISSUER,
    check: orTwice(async (text) => ({ doubt: (await trial.problems({ OIDC_ISSUER: text, ...unknownClient }, ['discovery']))[0] })),
  });
  return { OIDC_ISSUER: issuer };
}
