/** Slowest first. Paths are from the root of the project; `write` repairs instead of complaining. */
const tool = (name) => `tools/check/node_modules/.bin/${name}`;
const lint = [
  tool('eslint'),
  '--config',
  'tools/check/eslint.config.mjs',
  '--no-warn-ignored',
  'src',
  'packages',
  'test',
  'tools',
  'examples',
];
const formatted = ['src', 'packages', 'test', 'tools', 'examples', '*.{json,mjs,md}', 'docs/build-on-it.md', '.prettierrc.json'];

export const checks = [
  { name: 'lint', command: lint, write: [...lint, '--fix'], purpose: 'what the compiler cannot see' },
  { name: 'types', command: ['node_modules/.bin/tsc', '-p', '.'], purpose: 'types of source and tests' },
  {
    name: 'format',
    command: [tool('prettier'), '--check', ...formatted],
    write: [tool('prettier'), '--write', '--log-level=warn', ...formatted],
    purpose: 'layout of the text',
  },
  {
    name: 'unused',
    command: [tool('knip'), '--config', 'tools/check/knip.json', '--no-progress'],
    purpose: 'code, exports and packages that nothing uses',
  },
  {
    name: 'dependencies',
    command: [
      tool('depcruise'),
      '--config',
      'tools/check/dependency-rules.mjs',
      '--output-type',
      'err',
      'src',
      'packages',
      'test',
      'examples',
    ],
    purpose: 'direction of imports',
  },
  { name: 'conventions', command: ['tools/check/conventions.mjs'], purpose: 'sizes and names of files' },
];
