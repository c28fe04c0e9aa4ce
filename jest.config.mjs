const compile = (jsc, module) => [
  '@swc/jest',
  { exclude: [], swcrc: false, sourceMaps: 'inline', jsc: { target: 'es2023', ...jsc }, module: { type: module } },
];

export default {
  testEnvironment: 'node',
  maxWorkers: '100%',
  // Generous: two busy cores start an application, a provider and a browser for one test.
  testTimeout: 60_000,
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testRegex: ['(src|test/support)/.*\\.spec\\.ts$', 'test/.*\\.(e2e|browser|conformance|contract|cluster|interop|production)-spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': compile(
      {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      'es6',
    ),
    // @fastify/static, a CommonJS module, requires this ES module. Node can do that since 22.12, Jest only on Node 24.9.
    'node_modules/content-disposition/.+\\.js$': compile({}, 'commonjs'),
  },
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
