import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { access } from './access.mjs';
import { answers } from './answers.mjs';
import { claims } from './claims.mjs';
import { connections } from './connections.mjs';
import { limits } from './limits.mjs';
import { logins } from './logins.mjs';
import { logout } from './logout.mjs';
import { sessions } from './sessions.mjs';
import { signatures } from './signatures.mjs';

export const mutations = [...claims, ...signatures, ...answers, ...logout, ...logins, ...sessions, ...limits, ...access, ...connections];

export function editsOf({ file, search, replace, insert, and, more = [] }) {
  return [{ file, search, replace, insert }, ...(and ? [and] : []), ...more];
}

/** Whether the source holds what is to be broken, once: nothing else is broken in its place. */
export function fits(mutation, root) {
  return editsOf(mutation).every(({ file, search, insert }) => {
    const path = join(root, file);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    return [search, ...(insert ? [insert[0]] : [])].every((part) => text.split(part).length === 2);
  });
}

/** The start of the path of a test: below test/conformance, or whole. */
export function pathOf(name) {
  return name.startsWith('test/') ? name : `test/conformance/${name}`;
}
