type Get = (name: string) => string | undefined;

const oktaAddress = ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'];
const issuerAddress = ['OIDC_ISSUER', 'OIDC_DISCOVERY_URL'];
const credentials = [
  ...['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET_FILE'],
  ...['OIDC_CLIENT_AUTH', 'OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_CLIENT_KEY_ID'],
  ...['OKTA_API_TOKEN', 'OKTA_API_TOKEN_FILE', 'OKTA_API_OAUTH_TOKEN', 'OKTA_API_OAUTH_TOKEN_FILE'],
];

/**
 * Names whose weaker values no longer count because a stronger source names another provider:
 * the client id and secret of one host are never sent to another. On the same host only the other way to write its address is replaced.
 */
export function replacedByOtherProvider(weaker: Get, stronger: Get): readonly string[] {
  const before = addressIn(weaker);
  const now = addressIn(stronger);
  if (before === '' || now === '') return [];
  if (hostOf(before) !== hostOf(now)) return [...oktaAddress, ...issuerAddress, ...credentials];
  return stronger('OIDC_ISSUER') ? oktaAddress : issuerAddress;
}

function addressIn(get: Get): string {
  return get('OIDC_ISSUER') || get('OKTA_ORG_URL') || '';
}

function hostOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .toLowerCase();
}
