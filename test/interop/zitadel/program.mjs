import { join } from 'node:path';
import { goProgram, moduleVersion } from '../go-program.mjs';

const source = join(import.meta.dirname, 'server');

/** @returns {string | undefined} the program, after a build where it is missing; undefined: it cannot be had */
export const zitadelProgram = () => goProgram('zitadel', source, 26);

/** @returns {string} the version that is built */
export const zitadelVersion = () => moduleVersion('github.com/zitadel/oidc/v3', source);
