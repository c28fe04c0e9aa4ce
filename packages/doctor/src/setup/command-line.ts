import { isConnectionId } from '@fanlight/signin/settings';
import { flag, parseOptions, text, UsageError } from '../doctor/command-line.js';
import type { SetupValues } from './setup-values.js';

export interface CommandLine {
  readonly values: SetupValues;
  /** Path of a file that holds the client secret, `-` for the standard input. */
  readonly secretFrom: string | undefined;
  /** Ask nothing; write over what is there. */
  readonly yes: boolean;
  /** Try nothing out. */
  readonly offline: boolean;
  /** Id of the connection that is set up; undefined: the default one. */
  readonly connection: string | undefined;
  readonly help: boolean;
}

export const help = `Asks for the provider, tries the answers out, and writes .env.

  npm run setup -- [options]

  --org-url URL               the Okta organisation: https://integrator-1234567.okta.com
  --auth-server ID            org, default, or the id of a custom server; found out when left out
  --issuer URL                another OpenID Connect provider, instead of the two above
  --client-id ID
  --client-secret-file FILE   where the client secret is read from
  --client-secret-stdin       it is read from the standard input
  --client-auth METHOD        client_secret_basic, client_secret_post, private_key_jwt or none (a public client); found out for a secret
  --client-key-file FILE      the private key for private_key_jwt, PEM or JWK
  --client-key-id ID          its id at the provider, where the key itself names none
  --public-url URL            the address that people use; default http://localhost:8080 (3000 where it is installed)
  --connection ID             a further one, of another organisation: docs/organisations.md
  --yes                       ask nothing, and change .env where it is there already
  --offline                   write without trying anything out
  --help                      print this

What .env and .okta.env say already is offered as the answer, and every other line of .env stays.
Exit status: 0 written · 1 not written · 64 an option is wrong or missing
`;

/** The options that say what a variable is. */
const variables = {
  'org-url': 'OKTA_ORG_URL',
  'auth-server': 'OKTA_AUTH_SERVER',
  issuer: 'OIDC_ISSUER',
  'client-id': 'OIDC_CLIENT_ID',
  'client-auth': 'OIDC_CLIENT_AUTH',
  'client-key-file': 'OIDC_CLIENT_PRIVATE_KEY_FILE',
  'client-key-id': 'OIDC_CLIENT_KEY_ID',
  'public-url': 'PUBLIC_URL',
} as const;
const variableOptions = Object.keys(variables) as (keyof typeof variables)[];

const optionTypes = {
  ...(Object.fromEntries(variableOptions.map((name) => [name, text])) as Record<keyof typeof variables, typeof text>),
  ...{ 'client-secret-file': text, 'client-secret-stdin': flag, connection: text, yes: flag, offline: flag, help: flag },
};

/** @throws UsageError */
export function readCommandLine(commandLine: readonly string[]): CommandLine {
  const options = parseOptions(commandLine, optionTypes);
  const { connection, 'client-secret-file': secretFile, 'client-secret-stdin': secretFromInput, yes, offline, help: isHelp } = options;
  if (options.issuer !== undefined && (options['org-url'] !== undefined || options['auth-server'] !== undefined))
    throw new UsageError('--issuer goes without --org-url and --auth-server.');
  if (secretFile !== undefined && secretFromInput)
    throw new UsageError('The client secret comes from a file or from the standard input, not both.');
  if (connection !== undefined && (!isConnectionId(connection) || connection === 'default'))
    throw new UsageError('--connection takes an id of lower-case letters, digits and hyphens, and not default.');
  const given = variableOptions.map((name) => [variables[name], options[name]] as const).filter(([, value]) => value !== undefined);
  const auth = options['client-key-file'] === undefined ? {} : { OIDC_CLIENT_AUTH: 'private_key_jwt' };
  const values: SetupValues = { ...auth, ...Object.fromEntries(given) };
  return { values, secretFrom: secretFromInput ? '-' : secretFile, connection, yes, offline, help: isHelp };
}
