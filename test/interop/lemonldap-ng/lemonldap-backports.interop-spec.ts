import { lemonldapFromBackports } from '../../servers/debian-packages.mjs';
import { describeProvider } from '../describe-provider.js';
import { startLemonldap } from './start.js';

const root = lemonldapFromBackports() ?? 'it was there when this file was chosen to run';

describeProvider('LemonLDAP::NG of bookworm-backports', (appUrl, channel) => startLemonldap(root, appUrl, channel), {
  channels: ['back', 'front'],
});
