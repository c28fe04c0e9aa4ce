import type { ProblemList } from './problem-list.js';
import type { PublicUrl, SettingWarning } from './settings.js';
import type { Variables } from './variables.js';
import { isLoopback } from './web-address.js';

/** Reports settings that are right each on its own and wrong together. */
export function checkConflicts(variables: Variables, publicUrl: PublicUrl, problems: ProblemList): void {
  const exposed = !publicUrl.secure && !isLoopback(new URL(publicUrl.origin));
  if (exposed && variables.NODE_ENV === 'production') {
    problems.add(
      'PUBLIC_URL',
      'begins with http://',
      `In production people's sessions need https: PUBLIC_URL=${publicUrl.href.replace('http:', 'https:')}`,
    );
  }
  if (variables.OIDC_PKCE) return;
  if (!variables.OIDC_NONCE) {
    problems.add(
      'OIDC_PKCE',
      'and OIDC_NONCE are both off: then nothing ties a code to the browser that asked for it, and whoever has a stolen one signs in with it',
      'Keep one of the two on. A provider that returns no nonce (LinkedIn) has to let this client use PKCE.',
    );
  }
  if (variables.OIDC_CLIENT_AUTH === 'none') {
    problems.add(
      'OIDC_PKCE',
      'is off while OIDC_CLIENT_AUTH is none: anybody who sees a code could redeem it (RFC 9700, section 2.1.1)',
      'Keep PKCE on, or give the client a secret or a key.',
    );
  }
}

/** What works and deserves a second look. */
export function conflictWarnings(variables: Variables, publicUrl: PublicUrl): SettingWarning[] {
  const production = variables.NODE_ENV === 'production';
  const loopback = isLoopback(new URL(publicUrl.origin));
  const exposed = !publicUrl.secure && !loopback;
  const rows: readonly (readonly [boolean, string, string])[] = [
    [
      variables.NODE_ENV === 'development' && publicUrl.secure && !loopback,
      'NODE_ENV',
      'is development, its default, while PUBLIC_URL is https: error pages show what only developers should see, and views are read anew at each request. Where people sign in, set NODE_ENV=production.',
    ],
    [exposed, 'PUBLIC_URL', 'is plain http: everyone on the network can read sessions. Production refuses it.'],
    [production && variables.PUBLIC_URL === undefined, 'PUBLIC_URL', `is not set: people can sign in at ${publicUrl.href} only.`],
    [
      production && publicUrl.secure && variables.TRUST_PROXY.length === 0,
      'TRUST_PROXY',
      'is off while PUBLIC_URL is https, so that everyone behind the proxy shares one address: its rate limit, and what the list of sessions shows.',
    ],
    [
      variables.PUBLIC_URL === undefined && !isReachedAsLocalhost(variables.HOST),
      'HOST',
      `is ${variables.HOST}, and ${publicUrl.href} may not lead there. Some shells set HOST to the name of the machine: set HOST=localhost, or PUBLIC_URL to the address that people use.`,
    ],
    [!variables.OIDC_PKCE, 'OIDC_PKCE', 'is off: a stolen authorization code can be redeemed by whoever has the client secret.'],
    [!variables.OIDC_NONCE, 'OIDC_NONCE', 'is off: ID tokens are not tied to the sign-in that they answer.'],
    [
      variables.OIDC_CLIENT_KEY_ID !== undefined && variables.OIDC_CLIENT_PRIVATE_KEY_FILE === undefined,
      'OIDC_CLIENT_KEY_ID',
      'is not used without OIDC_CLIENT_PRIVATE_KEY_FILE.',
    ],
  ];
  return rows.filter(([applies]) => applies).map(([, setting, message]) => ({ setting, message }));
}

/** Whether a browser on this machine that opens http://localhost comes to a server that listens on `host`. */
function isReachedAsLocalhost(host: string): boolean {
  return ['localhost', '0.0.0.0', '127.0.0.1', '::', '::1'].includes(host);
}
