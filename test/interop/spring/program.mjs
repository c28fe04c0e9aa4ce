// Spring Authorization Server: its libraries from Maven Central and one class, compiled once per version and kept outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../machine-cache.mjs';

const source = join(import.meta.dirname, 'server');
/** For one of the programs. */
const timeoutMs = 300_000;

/** @returns {string | undefined} what a Java takes as its classpath, after a download where it is missing; undefined: it cannot be had */
export function springClasspath() {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', 'SpringServer.java']) hash.update(readFileSync(join(source, file)));
  const name = `spring-${hash.digest('hex').slice(0, 12)}`;
  const home = kept(name, (folder) => build(join(folder, name)));
  return home && `${home}/classes:${home}/lib/*`;
}

/** @returns {string} the version of Spring Boot that brings it */
export function springVersion() {
  return /<version>([\d.]{3,})</.exec(readFileSync(join(source, 'pom.xml'), 'utf8'))?.[1] ?? '';
}

function build(home) {
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const maven = ['--batch-mode', '-f', join(source, 'pom.xml'), plugin, '-DincludeScope=runtime', `-DoutputDirectory=${home}/lib`];
  const compiler = ['--release', '17', '-cp', `${home}/lib/*`, '-d', `${home}/classes`, join(source, 'SpringServer.java')];
  return run('mvn', maven) && run('javac', compiler);
}

const run = (program, args) => spawnSync(program, args, { stdio: 'ignore', timeout: timeoutMs }).status === 0;
