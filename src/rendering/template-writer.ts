/// <reference types="handlebars" />
import { ViewError } from './view-error.js';

type Node = hbs.AST.Node;

/** JavaScript expressions for the contexts around a place in a view, the innermost last. */
type Contexts = readonly [string, ...string[]];

const dataNames = ['base', 'assets', 'csrf', 'person'];

/**
 * Writes a view that Handlebars has parsed as a function in JavaScript, which is what Handlebars' own compiler does, for all that the
 * language has: helpers of any kind, functions as values, names that others choose. These views need paths, `if`, `unless`, `each` and
 * partials, and what is written for those alone renders a page in a quarter of the time. Anything else is refused.
 */
export class TemplateWriter {
  #variables = 0;

  /** `partials`: those that are called with arguments, by name. */
  constructor(private readonly partials: ReadonlyMap<string, hbs.AST.Program>) {}

  /** The text of a Template in which `escape` and `isSomething` are free. Throws ViewError for what these views do without. */
  write(view: hbs.AST.Program): string {
    return `(context, data) => { let html = ''; ${this.program(view, ['context'])} return html; }`;
  }

  private program({ body }: hbs.AST.Program, contexts: Contexts): string {
    let written = '';
    let pieces: string[] = [];
    const flush = (): void => {
      if (pieces.length > 0) written += `html += ${pieces.join(' + ')};\n`;
      pieces = [];
    };
    for (const statement of body) {
      const piece = this.piece(statement, contexts);
      if (piece !== undefined) pieces.push(piece);
      else {
        flush();
        written += this.statement(statement, contexts);
      }
    }
    flush();
    return written;
  }

  /** An expression for what a statement adds, where it is one. */
  private piece(node: Node, contexts: Contexts): string | undefined {
    if (isA<hbs.AST.ContentStatement>(node, 'ContentStatement')) return JSON.stringify(node.value);
    if (!isA<hbs.AST.MustacheStatement>(node, 'MustacheStatement')) return undefined;
    if (node.params.length > 0 || hasPairs(node.hash)) throw refused(node, `the helper "${nameOf(node.path)}"`);
    const value = this.value(node.path, contexts);
    return node.escaped ? `escape(${value})` : `(${value} ?? '')`;
  }

  private statement(node: Node, contexts: Contexts): string {
    if (isA<hbs.AST.CommentStatement>(node, 'CommentStatement')) return '';
    if (isA<hbs.AST.BlockStatement>(node, 'BlockStatement')) return this.block(node, contexts);
    if (isA<hbs.AST.PartialStatement>(node, 'PartialStatement')) return this.partial(node, contexts);
    throw refused(node, node.type);
  }

  private block(node: hbs.AST.BlockStatement, contexts: Contexts): string {
    const name = nameOf(node.path);
    const [subject, ...others] = node.params;
    if (subject === undefined || others.length > 0 || hasPairs(node.hash)) throw refused(node, `{{#${name}}} that is not given one value`);
    const value = this.value(subject, contexts);
    // Handlebars leaves out the branch that is empty, whatever its types say.
    const inner = (branch: hbs.AST.Program | undefined): string => (branch ? this.program(branch, contexts) : '');
    if (name === 'if') return `if (isSomething(${value})) { ${inner(node.program)} } else { ${inner(node.inverse)} }\n`;
    if (name === 'unless') return `if (isSomething(${value})) { ${inner(node.inverse)} } else { ${inner(node.program)} }\n`;
    if (name !== 'each') throw refused(node, `the helper "${name}"`);
    const item = this.variable();
    const items = `for (const ${item} of ${value}) { ${this.program(node.program, [...contexts, item])} }`;
    return `if (isSomething(${value})) { ${items} } else { ${inner(node.inverse)} }\n`;
  }

  /** Another context, or more names in the same, as with Handlebars. */
  private partial(node: hbs.AST.PartialStatement, contexts: Contexts): string {
    const name = nameOf(node.name);
    const partial = this.partials.get(name);
    if (partial === undefined) throw new ViewError(`There is no partial "${name}"`);
    const [given] = node.params;
    const context = given === undefined ? innermost(contexts) : this.value(given, contexts);
    const pairs = hasPairs(node.hash)
      ? node.hash.pairs.map(({ key, value }) => `${JSON.stringify(key)}: ${this.value(value, contexts)}`)
      : [];
    const own = this.variable();
    return `{ const ${own} = { ...${[context, ...pairs].join(', ')} };\n${this.program(partial, [own])} }\n`;
  }

  private value(node: Node, contexts: Contexts): string {
    if (
      isA<hbs.AST.StringLiteral | hbs.AST.BooleanLiteral | hbs.AST.NumberLiteral>(node, 'StringLiteral', 'BooleanLiteral', 'NumberLiteral')
    )
      return JSON.stringify(node.value);
    if (!isA<hbs.AST.PathExpression>(node, 'PathExpression')) throw refused(node, node.type);
    const names = node.parts.map((part) => `?.[${JSON.stringify(part)}]`).join('');
    if (!node.data) {
      const context = contexts.at(-1 - node.depth);
      if (context === undefined) throw refused(node, `"${node.original}", which is beyond the page`);
      return context + names;
    }
    if (!dataNames.includes(node.parts[0] ?? '')) throw refused(node, `${node.original}, which {{#each}} does not keep`);
    return `data${names}`;
  }

  private variable(): string {
    return `context${(this.#variables += 1)}`;
  }
}

function isA<T extends Node>(node: Node, ...types: readonly string[]): node is T {
  return types.includes(node.type);
}

function nameOf(node: Node): string {
  return isA<hbs.AST.PathExpression>(node, 'PathExpression') ? node.original : node.type;
}

/** Handlebars leaves out a hash without pairs, whatever its types say. */
function hasPairs(hash: hbs.AST.Hash | undefined): hash is hbs.AST.Hash {
  return hash !== undefined && hash.pairs.length > 0;
}

function innermost(contexts: Contexts): string {
  return contexts.at(-1) ?? contexts[0];
}

function refused({ loc }: Node, what: string): ViewError {
  return new ViewError(`It uses ${what} in line ${loc.start.line}: these views have paths, if, unless, each and partials alone.`);
}
