import { describeProvider } from '../describe-provider.js';
import { startGlewlwyd } from './start.js';

// The front channel needs the scripts of its pages: front-channel.chromium.interop-spec.ts.
describeProvider('Glewlwyd', startGlewlwyd, { channels: ['back'] });
