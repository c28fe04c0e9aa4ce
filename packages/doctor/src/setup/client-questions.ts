import { readPrivateKeyFile } from '@fanlight/signin/settings';
import { orTwice, type Questions, refusalOf } from './questions.js';
import { methodOf, type ClientMethod, type SetupValues } from './setup-values.js';
import { clientChecks, type Trial } from './trial.js';

interface Interview {
  /** What is known of this client already. */
  readonly known: SetupValues;
  /** The answers so far. */
  readonly provider: SetupValues;
  readonly directory: string;
  readonly questions: Questions;
  readonly trial: Trial;
}

/** Asks for the client id, for the way in which the client proves itself, and for what that way needs. */
export async function askClient(interview: Interview): Promise<SetupValues> {
  const { known, provider, questions, trial } = interview;
  const id = await questions.text({
    message: 'The client ID of the application',
    initial: known.OIDC_CLIENT_ID,
    check: orTwice(async (answer) => {
      if (answer === '') return { refusal: 'It is needed. Okta shows it under Applications > Applications, your application, General.' };
      const client = { ...provider, OIDC_CLIENT_ID: answer, OIDC_CLIENT_SECRET: 'not-known-yet' };
      return { doubt: (await trial.problems(client, ['discovery', 'client']))[0] };
    }),
  });
  const knownClient = known.OIDC_CLIENT_ID === id ? known : {};
  const method = await questions.choose<ClientMethod>(
    'How does the application prove itself at the provider?',
    [
      { value: 'secret', label: 'With a client secret', hint: 'the usual way' },
      { value: 'key', label: 'With a private key', hint: 'private_key_jwt: the provider has the public half' },
      { value: 'none', label: 'Not at all', hint: 'a public client: PKCE alone' },
    ],
    methodOf(knownClient),
  );
  const ask = { secret: askSecret, key: askKey, none: tryWithout }[method];
  const client = { OIDC_CLIENT_ID: id };
  return { ...client, ...(await ask({ ...interview, known: knownClient, provider: { ...provider, ...client } })) };
}

async function askSecret({ known, provider, questions, trial }: Interview): Promise<SetupValues> {
  const { OIDC_CLIENT_AUTH: auth } = known;
  const chosen: SetupValues = auth?.startsWith('client_secret') ? { OIDC_CLIENT_AUTH: auth } : {};
  let authentication = chosen;
  const secret = await questions.text({
    message: 'Its client secret',
    initial: known.OIDC_CLIENT_SECRET,
    secret: true,
    check: orTwice(async (text) => {
      if (text === '') return { refusal: 'It is needed. Okta shows it beside the client ID, under Client Credentials.' };
      const { values, problem } = await trial.clientAuthentication({ ...provider, ...chosen, OIDC_CLIENT_SECRET: text });
      authentication = values;
      return { doubt: problem };
    }),
  });
  return { OIDC_CLIENT_SECRET: secret, ...authentication };
}

async function askKey({ known, provider, directory, questions, trial }: Interview): Promise<SetupValues> {
  const file = await questions.text({
    message: 'The file of its private key, PEM or JWK',
    placeholder: 'client-key.pem',
    initial: known.OIDC_CLIENT_PRIVATE_KEY_FILE,
    check: (path) => refusalOf(() => readPrivateKeyFile(path, directory)),
  });
  const withId = (id: string): SetupValues => ({
    OIDC_CLIENT_AUTH: 'private_key_jwt',
    OIDC_CLIENT_PRIVATE_KEY_FILE: file,
    ...(id === '' ? {} : { OIDC_CLIENT_KEY_ID: id }),
  });
  const id = await questions.text({
    message: 'The id of the key at the provider (kid); empty: what the key itself says, or none',
    initial: known.OIDC_CLIENT_KEY_ID,
    check: orTwice(async (kid) => ({ doubt: (await trial.problems({ ...provider, ...withId(kid) }, clientChecks))[0] })),
  });
  return withId(id);
}

async function tryWithout({ provider, questions, trial }: Interview): Promise<SetupValues> {
  const none = { OIDC_CLIENT_AUTH: 'none' };
  const [problem] = await trial.problems({ ...provider, ...none }, clientChecks);
  if (problem !== undefined) questions.say(`As it is, nobody could sign in so: ${problem}`);
  return none;
}
