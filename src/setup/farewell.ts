import { readPublicUrl } from '../config/variables/public-url.js';
import { registeredAddresses, type RegisteredAddress } from '../diagnosis/okta-addresses.js';
import type { SetupValues } from './setup-values.js';

/** What is left to do, said when .env is written: each address with where it goes. */
export function farewell({ PUBLIC_URL = '', OKTA_ORG_URL }: SetupValues, first: string): string {
  const { href } = readPublicUrl(PUBLIC_URL);
  const isOkta = OKTA_ORG_URL !== undefined;
  const list = (addresses: readonly RegisteredAddress[]): string =>
    addresses.map(({ name, path, inOkta }) => `  ${name.padEnd(28)}${href}${path}${isOkta ? `\n      ${inOkta ?? ''}` : ''}`).join('\n');
  const offered = registeredAddresses.filter(({ inOkta }) => !isOkta || inOkta !== undefined);
  return `${first}

Register these two addresses at the provider, exactly as they stand here:

${list(offered.filter(({ needed }) => needed))}

And these where the provider is to begin a sign-in, or to sign people out here as well:

${list(offered.filter(({ needed }) => !needed))}

Then: npm run doctor   looks whether it works
      npm start
`;
}
