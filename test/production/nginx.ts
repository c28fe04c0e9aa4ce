import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { ServerProcess } from '../servers/server-process.js';
import { makeCertificate, type Certificate } from './certificate.js';
import { isListening, programOf, type ProxyServer, type Site } from './proxy.js';

const sample = join(import.meta.dirname, '../../deploy/proxy/nginx.conf');

/** Starts nginx with TLS on `https://localhost:PORT` for each entry of `sites`, which is keyed by port. */
export async function startNginx(sites: ReadonlyMap<number, Site>): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-nginx-'));
  const certificate = makeCertificate(folder);
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, certificate, sites));
  const arguments_ = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  const [port = await freePort()] = sites.keys();
  const server = new ServerProcess(
    { file: programOf('nginx', 'nginx-light'), arguments: arguments_, directory: folder, user: undefined },
    () => isListening(port),
  );
  await server.start();
  return {
    ca: certificate.pem,
    async remove() {
      await server.stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server of deploy/proxy/nginx.conf for every site, with what Debian's own nginx.conf sets around it. */
function configuration(folder: string, certificate: Certificate, sites: ReadonlyMap<number, Site>): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  const servers = [...sites].map(([port, site]) => serverOf(port, site, certificate));
  return `daemon off; pid ${folder}/nginx.pid; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; ${temporary}
${servers.join('\n')}
}
`;
}

function serverOf(port: number, { instances, prefix }: Site, { certificateFile, keyFile }: Certificate): string {
  const upstreams = instances.map((instance) => `  server 127.0.0.1:${instance} max_fails=0;\n`).join('');
  return readFileSync(sample, 'utf8')
    .replace(/( {2}server 127\.0\.0\.1:\d+ max_fails=0;\n)+/, upstreams)
    .replace('upstream app {', `upstream app${port} {`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace('server_name app.example.com;', 'server_name localhost;')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificateFile};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${keyFile};`)
    .replace('location / {', `location ${prefix?.path ?? ''}/ {`)
    .replace('proxy_pass http://app;', `proxy_pass http://app${port}${prefix?.isStripped === true ? '/' : ''};`);
}
