import { readPrivateKeyFile } from '../config/provider/client-credentials.js';
import { authenticationThatWorks } from './client-authentication.js';
import { orTwice, refusalOf } from './doubtful-answer.js';
import type { Questions } from './questions.js';
import { methodOf, type ClientMethod, type SetupValues } from './setup-values.js';
import type { Trial } from './trial.js';

/** Asks for the client id, for the way in which the client proves itself, and for what that way needs. */
export async function askClient(
  known: SetupValues,
  provider: SetupValues,
  directory: string,
  questions: Questions,
  trial: Trial,
): Promise<SetupValues> {
  const id = await questions.text({
    message: 'The client ID of the application',
    initial: known.OIDC_CLIENT_ID,
    check: orTwice(async (answer) => {
      if (answer === '') return { refusal: 'It is needed. Okta shows it under Applications > Applications, your application, General.' };
      const [problem] = await trial.problems({ ...provider, OIDC_CLIENT_ID: answer, OIDC_CLIENT_SECRET: 'not-known-yet' }, [
        'discovery',
        'client',
      ]);
      return problem === undefined ? undefined : { doubt: problem };
    }),
  });
  const client = { ...provider, OIDC_CLIENT_ID: id };
  const before = known.OIDC_CLIENT_ID === id ? known : {};
  const method = await questions.choose<ClientMethod>(
    'How does the application prove itself at the provider?',
    [
      { value: 'secret', label: 'With a client secret', hint: 'the usual way' },
      { value: 'key', label: 'With a private key', hint: 'private_key_jwt: the provider has the public half' },
      { value: 'none', label: 'Not at all', hint: 'a public client: PKCE alone' },
    ],
    methodOf(before),
  );
  const ask = { secret: askSecret, key: askKey, none: tryWithout }[method];
  return { OIDC_CLIENT_ID: id, ...(await ask({ before, client, directory, questions, trial })) };
}

interface Asking {
  /** What is known of this client already. */
  readonly before: SetupValues;
  readonly client: SetupValues;
  readonly directory: string;
  readonly questions: Questions;
  readonly trial: Trial;
}

async function askSecret({ before, client, questions, trial }: Asking): Promise<SetupValues> {
  const isOfSecret = before.OIDC_CLIENT_AUTH?.startsWith('client_secret') ?? false;
  const chosen: SetupValues = isOfSecret && before.OIDC_CLIENT_AUTH !== undefined ? { OIDC_CLIENT_AUTH: before.OIDC_CLIENT_AUTH } : {};
  let authentication = chosen;
  const secret = await questions.text({
    message: 'Its client secret',
    initial: before.OIDC_CLIENT_SECRET,
    secret: true,
    check: orTwice(async (text) => {
      if (text === '') return { refusal: 'It is needed. Okta shows it beside the client ID, under Client Credentials.' };
      const found = await authenticationThatWorks({ ...client, ...chosen, OIDC_CLIENT_SECRET: text }, trial);
      authentication = found.values;
      return found.problem === undefined ? undefined : { doubt: found.problem };
    }),
  });
  return { OIDC_CLIENT_SECRET: secret, ...authentication };
}

async function askKey({ before, client, directory, questions, trial }: Asking): Promise<SetupValues> {
  const file = await questions.text({
    message: 'The file of its private key, PEM or JWK',
    placeholder: 'client-key.pem',
    initial: before.OIDC_CLIENT_PRIVATE_KEY_FILE,
    check: (path) => refusalOf(() => readPrivateKeyFile(path, directory)),
  });
  const key = { OIDC_CLIENT_AUTH: 'private_key_jwt', OIDC_CLIENT_PRIVATE_KEY_FILE: file };
  const id = await questions.text({
    message: 'The id of the key at the provider (kid); empty: what the key itself says, or none',
    initial: before.OIDC_CLIENT_KEY_ID,
    check: orTwice(async (kid) =>
      doubtOf(await trial.problems({ ...client, ...key, ...(kid === '' ? {} : { OIDC_CLIENT_KEY_ID: kid }) }, tried)),
    ),
  });
  return { ...key, ...(id === '' ? {} : { OIDC_CLIENT_KEY_ID: id }) };
}

async function tryWithout({ client, questions, trial }: Asking): Promise<SetupValues> {
  const none = { OIDC_CLIENT_AUTH: 'none' };
  const [problem] = await trial.problems({ ...client, ...none }, tried);
  if (problem !== undefined) questions.say(`As it is, nobody could sign in so: ${problem}`);
  return none;
}

const tried = ['discovery', 'credentials', 'token'] as const;

function doubtOf([problem]: readonly string[]): { readonly doubt: string } | undefined {
  return problem === undefined ? undefined : { doubt: problem };
}
