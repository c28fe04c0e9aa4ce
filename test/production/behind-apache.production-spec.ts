import { describeBehindProxy } from './describe-behind-proxy.js';
import { startApache } from './apache.js';

describeBehindProxy('Apache', startApache);
