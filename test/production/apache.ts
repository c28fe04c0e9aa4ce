import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../servers/server-process.js';
import { makeCertificate, type Certificate } from './certificate.js';
import { isListening, programOf, type ProxyServer, type Site } from './proxy.js';

const sample = join(import.meta.dirname, '../../deploy/proxy/apache.conf');
const modules = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb', 'proxy', 'proxy_http', 'headers'];

/** Starts Apache with the virtual host of deploy/proxy/apache.conf for each entry of `sites`, which is keyed by port. */
export async function startApache(sites: ReadonlyMap<number, Site>): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-apache-'));
  const certificate = makeCertificate(folder);
  const file = join(folder, 'apache.conf');
  writeFileSync(file, [server(folder), ...[...sites].map(([port, site]) => virtualHost(port, site, certificate))].join('\n'));
  const program = { file: programOf('apache2', 'apache2'), arguments: ['-f', file, '-DFOREGROUND'], directory: folder, user: undefined };
  const [port = 0] = sites.keys();
  const apache = new ServerProcess(program, () => isListening(port));
  await apache.start();
  return {
    ca: certificate.pem,
    async remove() {
      await apache.stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What Debian's own apache2.conf sets for all virtual hosts. */
function server(folder: string): string {
  const loads = modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  const user = process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : [];
  return [...loads, `ServerRoot ${folder}`, `DefaultRuntimeDir ${folder}`, 'PidFile apache.pid', 'ErrorLog error.log', ...user].join('\n');
}

function virtualHost(port: number, { instances: [instance = 0], prefix }: Site, { certificateFile, keyFile }: Certificate): string {
  const path = prefix?.path ?? '';
  const target = `http://127.0.0.1:${instance}${prefix?.isStripped === true ? '' : path}/`;
  const host = readFileSync(sample, 'utf8')
    .replace('*:443', `127.0.0.1:${port}`)
    .replace('ServerName app.example.com', 'ServerName localhost')
    .replace(/SSLCertificateFile .*/, `SSLCertificateFile ${certificateFile}`)
    .replace(/SSLCertificateKeyFile .*/, `SSLCertificateKeyFile ${keyFile}`)
    .replace(/(ProxyPass(?:Reverse)?) \/ \S+/g, `$1 ${path}/ ${target}`);
  return `Listen 127.0.0.1:${port}\n${host}`;
}
