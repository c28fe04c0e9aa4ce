// The direction of imports, for dependency-cruiser. The arrows themselves are in layers.mjs.
import { layers, packages } from './layers.mjs';

const spec = '\\.spec\\.ts$';
const entries = '^packages/[^/]+/src/(index|application|settings|catalogue|testing/signed-in-as)\\.ts$';

const arrows = (home, folders) =>
  Object.entries(folders).map(([folder, { may, because }]) => ({
    name: `arrows-of-${home.replaceAll('/', '-')}-${folder}`,
    comment: `${home}/${folder} imports ${may.length === 0 ? 'no sibling folder' : `only ${may.join(', ')}`}: ${because}.`,
    severity: 'error',
    from: { path: `^${home}/${folder}/`, pathNot: spec },
    to: { path: `^${home}/`, pathNot: `^${home}/(${[folder, ...may].join('|')})/` },
  }));

const everyFolder = (home, folders) => ({
  name: `every-folder-of-${home.replaceAll('/', '-')}-has-its-arrows`,
  comment: 'A new folder gets a line in tools/check/layers.mjs.',
  severity: 'error',
  from: { path: `^${home}/[^/]+/`, pathNot: `^${home}/(${Object.keys(folders).join('|')})/` },
  to: {},
});

const packageRules = Object.entries(packages).flatMap(([name, { may, because, folders }]) => [
  {
    name: `arrows-of-package-${name}`,
    comment: `packages/${name} imports ${may.length === 0 ? 'no other package' : `only ${may.join(', ')}`}: ${because}.`,
    severity: 'error',
    from: { path: `^packages/${name}/`, pathNot: spec },
    to: { path: '^(packages|src)/', pathNot: [`^packages/${name}/`, ...may.map((entry) => `^packages/${entry}\\.ts$`)] },
  },
  ...(folders === undefined ? [] : [...arrows(`packages/${name}/src`, folders), everyFolder(`packages/${name}/src`, folders)]),
]);

export default {
  forbidden: [
    ...arrows('src', layers),
    ...packageRules,
    {
      name: 'packages-by-name',
      comment: 'What a package offers is what its package.json names in `exports`: others import it by name.',
      severity: 'error',
      from: { path: '^(src|examples|packages/([^/]+))/', pathNot: spec },
      to: { path: '^packages/', pathNot: [entries, '^packages/$2/'] },
    },
    {
      name: 'dev-okta-is-loaded-on-demand',
      comment: 'Production installs no oidc-provider: the application imports the embedded provider dynamically, and types only.',
      severity: 'error',
      from: { path: '^(src|packages/signin)/', pathNot: spec },
      to: { path: '^packages/dev-okta/', dynamic: false, dependencyTypesNot: ['type-only'] },
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
      comment: 'npm ci --omit=dev must leave all that runs in production.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/openapi/|${spec}` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-dependencies',
      comment: 'What is imported is in package.json: a package that came along with another may leave with it.',
      severity: 'error',
      from: { path: '^(src|packages)/', pathNot: spec },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-tests-in-production',
      comment: 'What ships imports neither tests nor what only tests use.',
      severity: 'error',
      from: { path: '^(src|packages/[^/]+/src)/', pathNot: spec },
      to: { path: ['^test/', '^packages/[^/]+/test/', spec] },
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
    exclude: { path: '^packages/[^/]+/dist/|^test/hosts/[^/]+/' },
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['fanlight-source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
