import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';

// Handlebars declares no types for its runtime, and for this function those of text alone.
const { Utils } = runtime as unknown as typeof Handlebars;

/** Handlebars' own escaping of a value for HTML; nothing for null and undefined. */
export const escape = Utils.escapeExpression as (value: unknown) => string;
