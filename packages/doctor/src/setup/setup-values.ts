/** Those that name the provider and this client there. */
export const providerVariables = [
  'OKTA_ORG_URL',
  'OKTA_AUTH_SERVER',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_CLIENT_AUTH',
  'OIDC_CLIENT_PRIVATE_KEY_FILE',
  'OIDC_CLIENT_KEY_ID',
] as const;

/** The variables that setup asks for and writes. */
export const setupVariables = [...providerVariables, 'PUBLIC_URL', 'SESSION_SECRET'] as const;

/** Variables that say in another way what setup asks: they must not stand beside its answers. */
export const replacedVariables = ['OIDC_CLIENT_SECRET_FILE', 'SESSION_SECRET_FILE'] as const;

type SetupVariable = (typeof setupVariables)[number];

/** Values by variable; one that is not there is not set. */
export type SetupValues = Readonly<Partial<Record<SetupVariable, string>>>;

/** Lays stronger values over weaker ones. Where they name another provider, nothing of the weaker one's is kept: its secret is not theirs. */
export function overlay(weaker: SetupValues, stronger: SetupValues): SetupValues {
  const address = addressOf(stronger);
  if (address === undefined || address === addressOf(weaker)) return { ...weaker, ...stronger };
  return { ...without(weaker, providerVariables), ...stronger };
}

/** How the application proves itself at the provider, each with the variables that only it uses. */
const methodVariables = {
  secret: ['OIDC_CLIENT_SECRET'],
  key: ['OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_CLIENT_KEY_ID'],
  none: [],
} as const satisfies Record<string, readonly SetupVariable[]>;

export type ClientMethod = keyof typeof methodVariables;

export function methodOf({ OIDC_CLIENT_AUTH, OIDC_CLIENT_PRIVATE_KEY_FILE }: SetupValues): ClientMethod {
  if (OIDC_CLIENT_AUTH === 'none') return 'none';
  if (OIDC_CLIENT_AUTH === 'private_key_jwt') return 'key';
  return OIDC_CLIENT_AUTH === undefined && OIDC_CLIENT_PRIVATE_KEY_FILE !== undefined ? 'key' : 'secret';
}

/** Leaves out what other ways of client authentication than the chosen one use. */
export function forMethod(values: SetupValues): SetupValues {
  const method = methodOf(values);
  const unused = Object.entries(methodVariables).flatMap(([name, variables]) => (name === method ? [] : variables));
  return without(values, unused);
}

function without(values: SetupValues, names: readonly string[]): SetupValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

function addressOf({ OIDC_ISSUER, OKTA_ORG_URL }: SetupValues): string | undefined {
  return (OIDC_ISSUER ?? OKTA_ORG_URL)?.replace(/\/$/, '');
}
