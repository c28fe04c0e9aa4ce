import { describeBehindProxy } from './describe-behind-proxy.js';
import { startNginx } from './nginx.js';

describeBehindProxy('nginx', startNginx);
