import type { Settings } from './config/settings.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The one line that a person reads after starting: where to go, through which server, and who can sign in. */
export function welcome({ publicUrl, provider, embeddedProvider }: Settings, people: readonly Credentials[]): string {
  const who = people.map(({ username, password }) => `${username} / ${password}`).join(' or ');
  const through = embeddedProvider === undefined ? provider.server.label : `the embedded provider, ${provider.server.label}`;
  return `Open ${publicUrl.href} and sign in through ${through}${who === '' ? '' : ` as ${who}`}.`;
}
