import pg from 'pg';

/** What makes values of what the server sends. int8 arrives as text, since it may exceed what a number holds; our milliseconds never do. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text' | 'binary'): unknown =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};
