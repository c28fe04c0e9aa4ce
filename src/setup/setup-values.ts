/** The variables that setup asks for and writes. */
export const setupVariables = [
  'OKTA_ORG_URL',
  'OKTA_AUTH_SERVER',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_CLIENT_AUTH',
  'PUBLIC_URL',
  'SESSION_SECRET',
] as const;

/** Variables that say in another way what setup asks: they must not stand beside its answers. */
export const replacedVariables = ['OIDC_CLIENT_SECRET_FILE', 'SESSION_SECRET_FILE'] as const;

export type SetupVariable = (typeof setupVariables)[number];

/** Values by variable; one that is not there is not set. */
export type SetupValues = Readonly<Partial<Record<SetupVariable, string>>>;

const ofTheProvider: readonly SetupVariable[] = [
  'OKTA_ORG_URL',
  'OKTA_AUTH_SERVER',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_CLIENT_AUTH',
];

/** Lays stronger values over weaker ones. Where they name another provider, nothing of the weaker one's is kept: its secret is not theirs. */
export function overlay(weaker: SetupValues, stronger: SetupValues): SetupValues {
  const address = addressOf(stronger);
  if (address === undefined || address === addressOf(weaker)) return { ...weaker, ...stronger };
  const kept = Object.entries(weaker).filter(([name]) => !ofTheProvider.includes(name as SetupVariable));
  return { ...Object.fromEntries(kept), ...stronger };
}

function addressOf({ OIDC_ISSUER, OKTA_ORG_URL }: SetupValues): string | undefined {
  return (OIDC_ISSUER ?? OKTA_ORG_URL)?.replace(/\/$/, '');
}
