import fastify, { type FastifyInstance } from 'fastify';
import { get, type IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assets, serveAssets } from './assets.js';

describe('Static files', () => {
  let folder: string;
  let server: FastifyInstance;
  let assets: Assets;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assets-'));
    writeFileSync(join(folder, 'app.css'), 'a{}');
    writeFileSync(join(folder, 'mark.svg'), '<svg/>');
    assets = new Assets(folder);
    server = fastify();
    await serveAssets(server, { assets });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });

  /** Sends the path as it stands: fetch would resolve the dots. */
  function ask(path: string): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
    return new Promise((resolve, reject) => {
      const { port } = server.server.address() as AddressInfo;
      get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      }).on('error', reject);
    });
  }

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('are kept for good under the address of their content', async () => {
    const answer = await ask(`${assets.address('')}/app.css`);
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('a{}');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('are served, and not kept, under the address of another release', async () => {
    const answer = await ask('/assets/another-one_/app.css');
    expect(answer.body).toBe('a{}');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('get another address when one of them changes its content or its name', () => {
    const addresses = [assets.address('/app')];
    writeFileSync(join(folder, 'app.css'), 'b{}');
    addresses.push(new Assets(folder).address('/app'));
    writeFileSync(join(folder, 'zeta.svg'), '');
    addresses.push(new Assets(folder).address('/app'));
    expect(new Set(addresses).size).toBe(3);
    expect(addresses[0]).toMatch(/^\/app\/assets\/[\w-]{12}$/);
  });

  it.each(['nothing.css', '..%2f..%2fetc%2fpasswd', '../../package.json', '%00', ''])('hold no %j', async (name) => {
    const answer = await ask(`${assets.address('')}/${name}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  });
});
