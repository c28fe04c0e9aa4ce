import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const compiledViews = 'views, compiled';

/** @returns {(frame: object) => string} what a frame of a CPU profile belongs to: a package, a folder of src, a part of Node */
export function moduleNames() {
  const maps = new Map();
  const mapOf = (file) => {
    if (!maps.has(file)) maps.set(file, existsSync(`${file}.map`) ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))) : undefined);
    return maps.get(file);
  };
  return ({ url, functionName, lineNumber, columnNumber }) => {
    if (url.startsWith('node:')) return `Node: ${/^node:(?:internal\/)?([a-z_]+)/.exec(url)?.[1]}`;
    if (!url.startsWith('file:')) return nativeName(functionName);
    const source = mapOf(fileURLToPath(url))?.findEntry(lineNumber, columnNumber).originalSource ?? url;
    const dependency = source.split('node_modules/').at(-1);
    if (dependency !== source) return /^(?:@[^/]+\/)?[^/]+/.exec(dependency)[0];
    return /src\/([^/]+)/.exec(source)?.[0] ?? source;
  };
}

function nativeName(functionName) {
  if (functionName.startsWith('RegExp:')) return 'V8: regular expressions';
  if (functionName === '(garbage collector)') return 'V8: garbage collection';
  if (functionName === '(program)') return 'V8 and Node, in C++';
  return functionName === '' || /^(?:main|\d+)$/.test(functionName) ? compiledViews : `native: ${functionName}`;
}
