/** @returns the folder of its Python packages, after an installation where it is missing; undefined: it cannot be had */
export declare function scim2Tester(): string | undefined;
