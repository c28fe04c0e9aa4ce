/** What a Java takes as its classpath, after a download where it is missing; undefined: it cannot be had. */
export declare function springClasspath(): string | undefined;

/** The version of Spring Boot that brings it. */
export declare function springVersion(): string;
