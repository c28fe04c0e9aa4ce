import { describeProvider } from '../describe-provider.js';
import { startOidcProvider } from './start.js';

// Version 9 has no front channel.
describeProvider('oidc-provider', startOidcProvider, { channels: ['back'] });
