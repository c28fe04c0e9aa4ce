/**
 * The groups of tests, quickest first, so that a failure shows early.
 * `needs`: requirements of all its files (see requirements.mjs). `usesServers`: it needs what is installed under test/servers.
 * `prepare`: what those of its files that are going to run need beside; it says itself what it could not get.
 */
export const groups = [
  {
    name: 'unit',
    folders: ['src', 'packages', 'test/support', 'test/conformance/mutations'],
    needs: [],
    usesServers: false,
    jestOptions: [],
  },
  {
    name: 'conformance',
    folders: ['test/conformance'],
    needs: [],
    usesServers: false,
    jestOptions: ['--reporters=default', '--reporters=<rootDir>/test/conformance/table-reporter.mjs'],
  },
  {
    name: 'e2e',
    folders: ['test/e2e'],
    needs: [],
    usesServers: false,
    // All that is logged is searched for secrets.
    jestOptions: ['--setupFilesAfterEnv=<rootDir>/test/support/search-logs.ts'],
  },
  { name: 'contracts', folders: ['test/contracts'], needs: [], usesServers: true, jestOptions: [] },
  // One browser, one database server and one set of processes at a time: they take the whole machine.
  { name: 'browser', folders: ['test/browser'], needs: ['chromium'], usesServers: true, jestOptions: ['--runInBand'] },
  { name: 'cluster', folders: ['test/cluster'], needs: ['postgres'], usesServers: true, jestOptions: ['--runInBand'] },
  { name: 'production', folders: ['test/production'], needs: [], usesServers: true, jestOptions: ['--runInBand'] },
  // Two hosts and a browser at a time. They are installed before, outside this repository.
  {
    name: 'hosts',
    folders: ['test/hosts'],
    needs: ['chromium', 'registry'],
    usesServers: true,
    jestOptions: ['--runInBand'],
    prepare: async (files) => (await import('../hosts/prepare.mjs')).prepareFor(files),
  },
  // Its titles are a table: what each provider does, and what the doctor says of each fault.
  { name: 'interop', folders: ['test/interop'], needs: [], usesServers: true, jestOptions: ['--runInBand', '--verbose'] },
];

/** A file under test/ whose path holds one of these as a word needs it: `redis.contract-spec.ts` needs Redis. */
export const fileNeeds = [
  'chromium',
  'postgres',
  'pgbouncer',
  'redis',
  'nginx',
  'apache',
  'lemonldap',
  'backports',
  'glewlwyd',
  'keycloak',
  'dex',
  'spring',
  'zitadel',
  'django',
  'scim2-tester',
];
