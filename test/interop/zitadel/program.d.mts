/** The program, after a build where it is missing; undefined: it cannot be had. */
export declare function zitadelProgram(): string | undefined;

/** The version that is built. */
export declare function zitadelVersion(): string;
