/** The root folder of the unpacked packages; undefined: they cannot be had. */
export function lemonldapFromBackports(): string | undefined;
