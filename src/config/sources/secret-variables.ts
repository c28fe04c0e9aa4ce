/** Variables that hold a secret, or a URL with a password. Each may also be given as NAME_FILE, the path of a file that holds it. */
const secretVariables = [
  ...['SESSION_SECRET', 'OIDC_CLIENT_SECRET', 'DATABASE_URL', 'SESSION_STORE_URL', 'METRICS_TOKEN'],
  ...['OTEL_EXPORTER_OTLP_HEADERS', 'HTTPS_PROXY', 'HTTP_PROXY'],
  ...['OKTA_API_TOKEN', 'OKTA_API_OAUTH_TOKEN'],
];

/** The variable that each NAME_FILE stands for. */
export const secretFileVariables: ReadonlyMap<string, string> = new Map(secretVariables.map((name) => [`${name}_FILE`, name]));

export function isSecretVariable(name: string): boolean {
  return secretVariables.includes(name);
}
