import { describeHost } from './describe-host.js';

describeHost('Nest 11 on Fastify, with a factory for the options and paths of its own', () => ({
  name: 'nest-11-fastify',
  paths: { login: '/account/enter', logout: '/account/leave' },
}));
