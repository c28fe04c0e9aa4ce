/** The root folder of the unpacked packages; undefined: they cannot be had. */
export function lemonldapFromBackports(): string | undefined;

/** How to start PgBouncer 1.21 or newer; undefined: it cannot be had. */
export function pgbouncer(): { readonly file: string; readonly arguments: readonly string[] } | undefined;
