export default {
  testEnvironment: 'node',
  maxWorkers: '100%',
  // Generous: two busy cores start an application, a provider and a browser for one test.
  testTimeout: 60_000,
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testRegex: ['(src|test/support)/.*\\.spec\\.ts$', 'test/.*\\.(e2e|browser|conformance|contract|cluster|interop|production)-spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        exclude: [],
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
        swcrc: false,
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
