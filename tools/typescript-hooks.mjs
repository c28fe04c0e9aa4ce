import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const options = JSON.parse(readFileSync(join(import.meta.dirname, '../.swcrc'), 'utf8'));

export function resolve(specifier, context, next) {
  // The packages' sources, not what was built of them.
  if (!specifier.startsWith('.')) return next(specifier, { ...context, conditions: ['fanlight-source', ...context.conditions] });
  if (!context.parentURL?.endsWith('.ts')) return next(specifier, context);
  // Sources name what they import as it is called when compiled.
  const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  return existsSync(source) ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
}

export function load(url, context, next) {
  if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename, swcrc: false, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
