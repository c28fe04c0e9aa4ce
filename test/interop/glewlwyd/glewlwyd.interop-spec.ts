import { describeProvider } from '../describe-provider.js';
import { startGlewlwyd } from './start.js';

// Its page for the front channel needs scripts, and builds the frame with them.
describeProvider('Glewlwyd', startGlewlwyd, { channels: ['back'] });
