// The direction of imports, for dependency-cruiser. The arrows themselves are in layers.mjs.
import { layers } from './layers.mjs';

const spec = '\\.spec\\.ts$';

const folderRules = Object.entries(layers).map(([folder, { may, because }]) => ({
  name: `arrows-of-${folder}`,
  comment: `src/${folder} imports ${may.length === 0 ? 'no sibling folder' : `only ${may.join(', ')}`}: ${because}.`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: spec },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...may].join('|')})/` },
}));

export default {
  forbidden: [
    ...folderRules,
    {
      name: 'every-folder-has-its-arrows',
      comment: 'A new folder of src/ gets a line in tools/check/layers.mjs.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(layers).join('|')})/` },
      to: {},
    },
    {
      name: 'embedded-okta-is-loaded-on-demand',
      comment: 'Production installs no oidc-provider: outside its folder the embedded provider is imported dynamically, and types only.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^packages/dev-okta/src/|${spec}` },
      to: { path: '^packages/dev-okta/src/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-document-is-loaded-on-demand',
      comment: 'Production installs no @nestjs/swagger.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: '^src/openapi/api-document', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-development-dependencies',
      comment: 'npm ci --omit=dev must leave all that runs in production. The setup asks its questions on a developer machine.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(embedded-okta|setup)/|^src/openapi/|${spec}` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-dependencies',
      comment: 'What is imported is in package.json: a package that came along with another may leave with it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-tests-in-production',
      comment: 'What ships imports neither tests nor what only tests use.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${spec}|^packages/dev-okta/src/testing/` },
      to: { path: `^test/|${spec}` },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.m?ts$|(^|/)main\\.ts$|spec\\.ts$|^examples/[^/]+/page/' },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that leads nowhere fails at start.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-deprecated-core',
      comment: 'Node is about to remove it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['deprecated'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
