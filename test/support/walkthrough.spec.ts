import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow, readSteps, type Step } from './walkthrough.js';

const fence = '```';
const block = (language: string, text: string, path?: string): string =>
  `${path === undefined ? '' : `\`${path}\`\n\n`}${fence}${language}\n${text}\n${fence}\n\n`;

describe('A walkthrough', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-walk-'));
    await writeFile(join(folder, 'list.ts'), 'const list = [\n  one,\n  two,\n];\nconst other = [];\n');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const followAll = async (markdown: string): Promise<void> => {
    for (const step of readSteps(markdown)) await follow(step as Exclude<Step, { kind: 'run' }>, folder);
  };
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

  it('tells files from changes and commands', () => {
    const text = `# Title\n\nThe \`path\` of it.\n\n${block('ts', 'a\n\nb', 'src/a.ts')}${block('sh', 'npm ci\nnpm start')}${block('sh', 'A=b', '.env')}`;
    expect(readSteps(text)).toEqual([
      { kind: 'write', path: 'src/a.ts', text: 'a\n\nb\n' },
      { kind: 'run', command: 'npm ci' },
      { kind: 'run', command: 'npm start' },
      { kind: 'write', path: '.env', text: 'A=b\n' },
    ]);
  });

  it('does not guess where a block goes', () => {
    expect(() => readSteps(block('ts', 'const a = 1;'))).toThrow('Where does this go?');
  });

  it('writes new files into new folders, and never over others', async () => {
    await followAll(block('ts', 'a', 'new/folder/a.ts'));
    expect(await read('new/folder/a.ts')).toBe('a\n');
    await expect(followAll(block('ts', 'a', 'list.ts'))).rejects.toThrow('EEXIST');
  });

  it('puts lines where their neighbours say, several times in one file', async () => {
    await followAll(block('diff', '@@\n+// first\n const list = [\n@@\n   two,\n+  three,\n-];\n+] as const;', 'list.ts'));
    expect(await read('list.ts')).toBe('// first\nconst list = [\n  one,\n  two,\n  three,\n] as const;\nconst other = [];\n');
  });

  it.each([
    ['are not there', ' const list = [\n+  zero,\n   two,'],
    ['are part of a longer one', '+x\n ];\n const other'],
    ['are there twice', '+x\n   one,'],
  ])('refuses a change whose neighbours %s', async (_why, hunk) => {
    await writeFile(join(folder, 'list.ts'), `${await read('list.ts')}  one,\n`);
    await expect(followAll(block('diff', `@@\n${hunk}`, 'list.ts'))).rejects.toThrow(/holds these lines [02] times/);
  });
});
