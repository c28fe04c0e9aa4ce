// Keycloak as its maintainers publish it: one Maven artefact, fetched once and kept outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../machine-cache.mjs';

const pinned = '26.7.3';
const sha256 = '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f';
/** Of the distribution. */
export const version = process.env.INTEROP_VERSION ?? pinned;
const name = `keycloak-${version}`;
/** Of every copy of the database that a test starts with. */
export const administrator = { username: 'admin', password: 'a password that only these tests know' };

/** For one of the programs. */
const timeoutMs = 300_000;

/** @returns {string | undefined} the folder that Keycloak is installed in, after a download where it is missing; undefined: it cannot be had */
export function keycloakHome() {
  return kept(name, (folder) => download(folder) && prepare(join(folder, name)));
}

/** @returns {boolean} whether this machine has a Java that Keycloak runs on */
export function hasJava() {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1]) >= 17;
}

function download(folder) {
  const maven = (goal) => {
    const plugin = `org.apache.maven.plugins:maven-dependency-plugin:3.8.1:${goal}`;
    const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:zip`;
    return run('mvn', ['--batch-mode', plugin, artifact, `-DoutputDirectory=${folder}`], folder);
  };
  if (!maven('copy')) return false;
  const archive = readFileSync(join(folder, `keycloak-quarkus-dist-${version}.zip`));
  const found = createHash('sha256').update(archive).digest('hex');
  if (version === pinned && found !== sha256)
    throw new Error(`The archive of Keycloak ${version} has the SHA-256 ${found} instead of ${sha256}.`);
  return maven('unpack');
}

/** @returns {string[]} settings with which it keeps its data in a folder */
export function environmentFor(folder) {
  return [`KC_DB_URL=jdbc:h2:file:${folder}/keycloak;NON_KEYWORDS=VALUE`, 'JAVA_OPTS_KC_HEAP=-Xms64m -Xmx512m'];
}

/** Does once what the first start would do: a build for its settings, and a database with an administrator. */
function prepare(home) {
  const keycloak = (...args) => run('env', [...environmentFor(join(home, 'template')), 'bash', 'bin/kc.sh', ...args], home);
  return (
    keycloak('build', '--db=dev-file') &&
    keycloak('bootstrap-admin', 'user', '--no-prompt', '--username', administrator.username, '--password:env=ADMINISTRATOR')
  );
}

function run(program, args, cwd) {
  const env = { ...process.env, ADMINISTRATOR: administrator.password };
  return spawnSync(program, args, { cwd, env, stdio: 'ignore', timeout: timeoutMs }).status === 0;
}
