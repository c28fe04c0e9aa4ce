import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { linkInstalled, makeCheckout } from '../support/checkout.js';

const root = join(import.meta.dirname, '../..');

/** The last stage of deploy/Dockerfile, as a folder: no container runs here. */
export interface Image {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its CMD. */
  readonly command: readonly string[];
  remove(): Promise<void>;
}

/** Does what the lines FROM, COPY, ENV, CMD and `RUN npm` of the Dockerfile say. */
export async function buildImage(): Promise<Image> {
  const checkout = await makeCheckout(['package-lock.json', 'tools']);
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-image-'));
  chmodSync(folder, 0o755);
  const image = { directory: '', env: {} as Record<string, string>, command: [] as string[] };
  for (const line of readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').split('\n')) {
    const [instruction = '', ...words] = line.split(' ');
    const rest = words.join(' ');
    if (instruction === 'FROM') {
      image.directory = join(folder, words[2] ?? 'image');
      mkdirSync(image.directory);
    } else if (instruction === 'COPY') copy(words, checkout.directory, folder, image.directory);
    else if (instruction === 'RUN' && rest.startsWith('npm ')) run(rest, image.directory);
    else if (instruction === 'ENV') image.env = Object.fromEntries(words.map((pair) => pair.split('=') as [string, string]));
    else if (instruction === 'CMD') image.command = JSON.parse(rest) as string[];
  }
  mkdirSync(join(image.directory, 'data'));
  chmodSync(join(image.directory, 'data'), 0o777);
  return {
    ...image,
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await checkout.remove();
    },
  };
}

function copy(words: readonly string[], context: string, stages: string, directory: string): void {
  const stage = words[0]?.startsWith('--from=') ? words[0].slice('--from='.length) : undefined;
  const sources = words.slice(stage === undefined ? 0 : 1, -1);
  const target = join(directory, words.at(-1) ?? '.');
  for (const source of sources) {
    const origin = stage === undefined ? join(context, source) : join(stages, stage, source.replace(/^\/app\//, ''));
    const into = sources.length > 1 || words.at(-1) === './';
    cpSync(origin, into ? join(target, basename(source)) : target, { recursive: true, verbatimSymlinks: true });
  }
}

function run(command: string, directory: string): void {
  // What the build needs is installed here already; what the image holds is installed as it says.
  if (command === 'npm ci') return linkInstalled(directory);
  const { status, stdout, stderr } = spawnSync(command, { cwd: directory, shell: true, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stdout}${stderr}`);
}
