import runtime from 'handlebars/runtime.js';

/** Handlebars' own escaping of a value for HTML; nothing for null and undefined. Its types know of text alone. */
export const escape = runtime.Utils.escapeExpression as (value: unknown) => string;
