/** Rules of this project, each with the reason that a reader sees when it is broken. */
export const houseRules = [
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)(index\\.js|\\.{1,2})$',
              message: 'Name the file that holds it, or the package: there are no barrels but its entries.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['{src,packages/*/src}/**/*.ts'],
    // signedInAs refuses where the test itself runs in production.
    ignores: ['packages/signin/src/{config,testing}/**', 'src/config/**', 'packages/dev-okta/src/main.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config reads the environment. Inject Settings.' },
      ],
    },
  },
  {
    files: ['{src,packages/*/src}/**/*.ts'],
    // Command-line tools and the start talk to a person at a terminal.
    ignores: [
      'src/start.ts',
      'src/start-failure.ts',
      'packages/doctor/src/**',
      'packages/dev-okta/src/main.ts',
      'packages/signin/src/operator/command.ts',
      'packages/signin/src/operator/connections-command.ts',
      'packages/signin/src/database/{inspect,tool-failure}.ts',
      '**/*.spec.ts',
    ],
    rules: { 'no-console': 'error' },
  },
];

const only = 'No test is skipped and none runs alone.';

export const testRules = [
  {
    files: ['**/*spec.ts', 'test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]', message: only },
        { selector: 'CallExpression[callee.name=/^(xit|fit|xtest|xdescribe|fdescribe)$/]', message: only },
        {
          selector: 'CallExpression[callee.name=/^(it|test)$/] > Literal:first-child[value=/\\bshould\\b/]',
          message: 'A title says what happens, in the present tense.',
        },
      ],
      // Jest's matchers are typed `any`; a missing element fails the test, which is what an assertion is for.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // What beforeAll did not come to start is not there when afterAll closes it.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
];
