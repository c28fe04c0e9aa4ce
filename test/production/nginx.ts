import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { ServerProcess } from '../servers/server-process.js';
import { makeCertificate } from './certificate.js';
import { isListening, programOf, type ProxyServer, type Site } from './proxy.js';

/** Starts nginx with TLS on `https://localhost:PORT` for each entry of `sites`, which is keyed by port. */
export async function startNginx(sites: ReadonlyMap<number, Site>): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-nginx-'));
  const { certificateFile, keyFile, pem } = makeCertificate(folder);
  const tls = `ssl_certificate ${certificateFile}; ssl_certificate_key ${keyFile};`;
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, tls, sites));
  const arguments_ = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  const [port = await freePort()] = sites.keys();
  const server = new ServerProcess(
    { file: programOf('nginx', 'nginx-light'), arguments: arguments_, directory: folder, user: undefined },
    () => isListening(port),
  );
  await server.start();
  return {
    ca: pem,
    async remove() {
      await server.stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What docs/operations.md tells people to write, for every site. */
function configuration(folder: string, tls: string, sites: ReadonlyMap<number, Site>): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  const servers = [...sites].map(([port, { instances, prefix = { path: '', isStripped: false } }]) => {
    const upstream = instances.map((instance) => `server 127.0.0.1:${instance} max_fails=0;`).join(' ');
    return `
  upstream app${port} { ${upstream} keepalive 16; }
  server {
    listen 127.0.0.1:${port} ssl;
    ${tls}
    location ${prefix.path}/ {
      proxy_pass http://app${port}${prefix.isStripped ? '/' : ''};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_next_upstream error timeout http_502 http_503;
    }
  }`;
  });
  return `daemon off; pid ${folder}/nginx.pid; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; ${temporary}${servers.join('')}
}
`;
}
