/** @returns the program, after a build where it is missing; undefined: it cannot be had */
export declare function dexProgram(): string | undefined;

/** The version that is built. */
export declare function dexVersion(): string;
