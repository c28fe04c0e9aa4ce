/** The folder in which Python finds it, after an installation where it is missing; undefined: it cannot be had. */
export declare function djangoLibraries(): string | undefined;

/** The version that is installed. */
export declare function djangoVersion(): string;
