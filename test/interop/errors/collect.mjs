// Collects what a real provider says when it refuses into test/interop/errors: `npm run interop:errors -- keycloak`, or of a version that is
// not pinned yet: `npm run interop:errors -- keycloak 26.8.0`. Another version of dex is one of its go.mod, of oidc-provider one of
// package.json, of Debian's providers one of the packages that are installed.
import '../../../tools/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installWhenMissing } from '../../../tools/install.mjs';

const interop = join(import.meta.dirname, '..');
const providers = readdirSync(interop, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'errors')
  .map(({ name }) => name);
const [provider, version] = process.argv.slice(2);
if (!providers.includes(provider)) {
  console.error(`Name a provider: ${providers.join(', ')}.`);
  process.exit(2);
}

const env = { ...process.env, INTEROP_ERRORS: 'write', ...(version && { INTEROP_VERSION: version }) };
const run = [join(interop, '../run.mjs'), 'interop', `test/interop/${provider}/`, '-t', 'the doctor, at'];
process.exitCode = spawnSync(process.execPath, run, { env, stdio: 'inherit' }).status ?? 1;
const tools = join(interop, '../../tools/check');
if (installWhenMissing(tools)) spawnSync(join(tools, 'node_modules/.bin/prettier'), ['--write', import.meta.dirname], { stdio: 'ignore' });
