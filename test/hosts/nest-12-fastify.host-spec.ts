import { describeHost } from './describe-host.js';

describeHost('Nest 12 on Fastify, as ES modules', () => ({ name: 'nest-12-fastify' }));
