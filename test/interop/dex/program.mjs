import { join } from 'node:path';
import { goProgram, moduleVersion } from '../go-program.mjs';

const source = join(import.meta.dirname, 'server');

/** @returns {string | undefined} the program, after a build where it is missing; undefined: it cannot be had */
export const dexProgram = () => goProgram('dex', source, 22);

/** @returns {string} the version that is built */
export const dexVersion = () => moduleVersion('github.com/dexidp/dex', source);
