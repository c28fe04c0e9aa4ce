import { describeHost } from './describe-host.js';

describeHost('Nest 12 on Express, as ES modules', () => ({ name: 'nest-12-express' }));
