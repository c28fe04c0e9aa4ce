// Jest says for each file whether it is to be an ES module.
const compile = (jsc) => ['@swc/jest', { exclude: [], swcrc: false, sourceMaps: 'inline', jsc: { target: 'es2023', ...jsc } }];

export default {
  testEnvironment: 'node',
  maxWorkers: '100%',
  // Generous: two busy cores start an application, a provider and a browser for one test.
  testTimeout: 60_000,
  roots: ['<rootDir>/src', '<rootDir>/packages', '<rootDir>/test'],
  // The sources of the packages, not what was built of them.
  testEnvironmentOptions: { customExportConditions: ['fanlight-source', 'node', 'node-addons'] },
  // The tests that a host under test/hosts has of its own run where it is installed.
  testRegex: [
    '^(?!.*/test/hosts/.+/).*/(src|test/support)/.*\\.spec\\.ts$',
    '^(?!.*/test/hosts/.+/).*/test/.*\\.(e2e|browser|conformance|contract|cluster|host|interop|production)-spec\\.ts$',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': compile({
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    }),
    // ES modules that CommonJS ones require (@fastify/static, light-my-request). Node can do that since 22.12, Jest only on Node 24.9.
    'node_modules/(content-disposition|cookie)/.+\\.js$': compile({}),
  },
  transformIgnorePatterns: ['/node_modules/(?!(content-disposition|cookie)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
