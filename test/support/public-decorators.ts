import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../src');

/** The decorators that src/ offers, by name: every exported constant that is named as a class is. */
export function publicDecorators(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .flatMap((path) => [...readFileSync(join(source, path), 'utf8').matchAll(/^export (?:const|function) ([A-Z][a-z]\w*)/gm)])
    .map(([, name = '']) => name)
    .sort();
}
