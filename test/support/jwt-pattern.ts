/** A JWT in a text: the base64url form of {" at the beginning of a word, and a dot. A hash that happens to hold these letters is none. */
export const jwtPattern = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]/;
