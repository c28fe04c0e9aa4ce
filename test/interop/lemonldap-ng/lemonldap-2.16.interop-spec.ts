import { describeProvider } from '../describe-provider.js';
import { startLemonldap } from './start.js';

// Its back channel came with 2.17.
describeProvider('LemonLDAP::NG of Debian 12 (2.16)', (appUrl, channel) => startLemonldap('', appUrl, channel), { channels: ['front'] });
