import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { scripts, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

describe('npm scripts', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'old-node-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.entries(scripts))('say in one line which Node is needed when this one is too old: npm run %s', async (_name, script) => {
    const pretend = join(folder, 'pretend.cjs');
    await writeFile(pretend, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.12.0' } });`);
    const { status, stdout, stderr } = spawnSync(script, {
      cwd: root,
      shell: true,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_OPTIONS: `--require ${pretend}` },
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Node 22\.13 or newer is needed, and this is Node 22\.12\.0 \(.+\)\.\n$/);
    expect(status).toBe(78);
  });

  it.each(Object.entries(scripts))('run in the shells of Windows and of Unix: npm run %s', (_name, script) => {
    for (const command of script.split(' && ')) expect(command).toMatch(/^(?:node|nest) (?:[\w./:-]+ ?|"[^"$%]+" ?)+$/);
  });

  it('need the Node that package.json, its lockfile and the README name', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: { '': { engines: object } } };
    expect([engines.node, lock.packages[''].engines]).toEqual(['>=22.13', { node: '>=22.13' }]);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('You need Node 22.13 or newer');
  });
});

describe('The application started by hand', () => {
  it('loads nothing that an older Node does not know before it has looked at the version', () => {
    const main = readFileSync(join(root, 'src/main.ts'), 'utf8');
    const loadedFirst = [...main.matchAll(/^(?:import|export)\b[^(]*?'(.+)';$/gm)].map(([, path]) => path);
    expect(loadedFirst).toEqual(['../tools/node-version.mjs']);
  });
});
