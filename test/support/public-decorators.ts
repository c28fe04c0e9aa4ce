import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The decorators that src/ and packages/signin offer, by name: every exported constant that is named as a class is. */
export function publicDecorators(): string[] {
  return ['src', 'packages/signin/src']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^export (?:const|function) ([A-Z][a-z]\w*)/gm)])
    .map(([, name = '']) => name)
    .sort();
}
