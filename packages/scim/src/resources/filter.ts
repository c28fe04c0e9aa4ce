import { refused } from './scim-error.js';
import { userSchema, groupSchema } from './schemas.js';

const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
type Comparison = (typeof comparisons)[number];

/** Attribute and sub-attribute in lower case, since names have no case; an extension's URN comes first. */
export type Path = readonly string[];
export type Value = string | number | boolean | null;

/** A filter of RFC 7644, section 3.4.2.2, read. */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly of: readonly [Filter, Filter] }
  | { readonly op: 'not'; readonly of: Filter }
  /** One value of the attribute fits all of `of`: `emails[type eq "work"]`. */
  | { readonly op: 'some'; readonly path: Path; readonly of: Filter }
  | { readonly op: 'pr'; readonly path: Path }
  | { readonly op: Comparison; readonly path: Path; readonly value: Value };

/** Deeper than any directory writes, and before the stack ends. */
const maxDepth = 20;

/** @throws ScimError invalidFilter */
export function readFilter(text: string): Filter {
  const reader = new FilterReader(text);
  const filter = reader.alternatives(0);
  reader.end();
  return filter;
}

/** @returns undefined for what is no name of an attribute */
export function readPath(text: string): Path | undefined {
  const name = text.toLowerCase();
  const [, urn, attribute = '', sub] = /^(?:(urn:[^\s[\]"]+):)?([a-z$][\w$-]*)(?:\.([a-z$][\w$-]*))?$/.exec(name) ?? [];
  if (attribute === '') return undefined;
  // The URN of an extension, whose version comes before its last part, is all of its attributes.
  if (urn !== undefined && /:\d+\.\d+$/.test(urn)) return [name];
  const isCore = urn === undefined || [userSchema, groupSchema].some((schema) => schema.toLowerCase() === urn);
  return [...(isCore ? [] : [urn]), attribute, ...(sub === undefined ? [] : [sub])];
}

class FilterReader {
  private readonly tokens: string[];

  constructor(private readonly text: string) {
    this.tokens = text.match(/"(?:[^"\\]|\\.)*"|[()[\]]|[^\s()[\]"]+|"/g) ?? [];
  }

  /** `or` binds weakest, then `and`, then `not`. */
  alternatives(depth: number): Filter {
    if (depth > maxDepth) throw this.invalid();
    const left = this.conjunction(depth);
    return this.take('or') ? { op: 'or', of: [left, this.alternatives(depth + 1)] } : left;
  }

  end(): void {
    if (this.tokens.length > 0) throw this.invalid();
  }

  private conjunction(depth: number): Filter {
    if (depth > maxDepth) throw this.invalid();
    const left = this.expression(depth);
    return this.take('and') ? { op: 'and', of: [left, this.conjunction(depth + 1)] } : left;
  }

  private expression(depth: number): Filter {
    if (this.take('not')) return { op: 'not', of: this.group('(', ')', depth) };
    if (this.tokens[0] === '(') return this.group('(', ')', depth);
    const path = this.path(this.tokens.shift() ?? '');
    if (this.tokens[0] !== '[') return this.comparison(path);
    const of = this.group('[', ']', depth);
    const sub = String(this.tokens[0]).startsWith('.') ? this.tokens.shift()?.slice(1) : undefined;
    return { op: 'some', path, of: sub === undefined ? of : { op: 'and', of: [of, this.comparison(this.path(sub))] } };
  }

  private group(open: string, close: string, depth: number): Filter {
    if (!this.take(open)) throw this.invalid();
    const filter = this.alternatives(depth + 1);
    if (!this.take(close)) throw this.invalid();
    return filter;
  }

  private comparison(path: Path): Filter {
    if (this.take('pr')) return { op: 'pr', path };
    const op = comparisons.find((word) => this.take(word));
    const written = this.tokens.shift();
    if (op === undefined || written === undefined) throw this.invalid();
    return { op, path, value: this.value(written) };
  }

  private path(written: string): Path {
    const path = readPath(written);
    if (path === undefined) throw this.invalid();
    return path;
  }

  /** Entra's documentation has a text without quotes. */
  private value(written: string): Value {
    if (/^[()[\]]$|^"$/.test(written)) throw this.invalid();
    try {
      return JSON.parse(written) as Value;
    } catch {
      if (written.startsWith('"')) throw this.invalid();
      return written;
    }
  }

  private take(word: string): boolean {
    if (this.tokens[0]?.toLowerCase() !== word) return false;
    this.tokens.shift();
    return true;
  }

  private invalid(): Error {
    return refused('invalidFilter', `This filter cannot be read: ${this.text.slice(0, 200)}`);
  }
}
