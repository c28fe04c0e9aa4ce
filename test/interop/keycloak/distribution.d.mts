/** The one that is pinned, or that INTEROP_VERSION names. */
export const version: string;

/** The folder that Keycloak is installed in; undefined: it cannot be had. Below it, template has a database with the administrator. */
export function keycloakHome(): string | undefined;

/** Whether this machine has a Java that Keycloak runs on. */
export function hasJava(): boolean;

/** Settings with which it keeps its data in that folder. */
export function environmentFor(folder: string): string[];

export const administrator: { readonly username: string; readonly password: string };
