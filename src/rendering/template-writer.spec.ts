import Handlebars from 'handlebars';
import { runInThisContext } from 'node:vm';
import { escape } from './escape.js';
import { isSomething, type Template } from './templates.js';
import { TemplateWriter } from './template-writer.js';
import { ViewError } from './view-error.js';

const data = { base: '/app', assets: '/app/a', csrf: 'token', person: undefined };
const partial = '{{label}}:{{name}}{{#if @person}}!{{/if}}';

const program = (source: string): hbs.AST.Program => Handlebars.parse(source);
const write = (source: string): string => new TemplateWriter(new Map([['part', program(partial)]])).write(program(source));

function render(source: string, context: object): string {
  const make = runInThisContext(`(escape, isSomething) => ${write(source)}`) as (...calls: unknown[]) => Template;
  return make(escape, isSomething)(context, data);
}

describe('A written template renders as Handlebars does', () => {
  const context = {
    name: '<b>"=\'`&</b>',
    zero: 0,
    no: false,
    yes: true,
    nothing: null,
    empty: [],
    blank: '',
    deep: { er: { est: 'found' } },
    list: [
      { name: 'one', more: ['x', 'y'] },
      { name: 'two', more: [] },
    ],
    words: ['a', '<'],
    'with-dash': 1,
    'quote"\\': 2,
  };

  it.each([
    'plain "text" \\ and ${nothing} ` with \u2028 lines\nof two',
    '{{name}} {{{name}}} {{zero}} {{no}} {{yes}} [{{nothing}}] [{{missing}}] [{{{missing}}}] [{{{no}}}]',
    '{{deep.er.est}} [{{deep.not.there}}] [{{missing.not.there}}] {{this.name}} {{[with-dash]}} {{[quote"\\]}}',
    '{{@base}} {{@assets}} {{@csrf}} [{{@person}}]',
    '{{#if yes}}a{{/if}}{{#if no}}b{{else}}c{{/if}}{{#if empty}}d{{else}}e{{/if}}{{#if blank}}f{{/if}}{{#if zero}}g{{/if}}{{#if deep.er}}h{{/if}}',
    '{{#if no}}a{{else if yes}}b{{else}}c{{/if}}{{#if no}}a{{else if no}}b{{else}}c{{/if}}',
    '{{#unless no}}a{{/unless}}{{#unless yes}}b{{else}}c{{/unless}}{{#unless empty}}d{{/unless}}',
    '{{#each list}}{{name}}({{#each more}}{{this}}{{../name}}{{../../zero}}{{else}}none{{/each}}){{/each}}',
    '{{#each words}}{{.}},{{/each}}{{#each empty}}x{{else}}none{{/each}}{{#each missing}}x{{/each}}',
    '{{! a comment }}a{{!-- another --}}b',
    '{{> part label="L"}} {{#each list}}{{> part label=../name}}{{/each}} {{> part deep}} {{> part deep.er label=5 name=true}}',
    '<p>\n{{#if yes}}\n  in\n{{/if}}\n</p> {{~#if yes~}} tight {{~/if~}} .',
  ])('%j', (source) => {
    const handlebars = Handlebars.create();
    handlebars.registerPartial('part', partial);
    expect(render(source, context)).toBe(handlebars.compile(source, { preventIndent: true })(context, { data }));
  });
});

describe('A template is refused', () => {
  it.each([
    ['{{upper name}}', 'the helper "upper" in line 1'],
    ['\n{{#with deep}}{{/with}}', 'the helper "with" in line 2'],
    ['{{#deep}}{{/deep}}', '{{#deep}}'],
    ['{{#if a b}}{{/if}}', '{{#if}}'],
    ['{{#if a includeZero=true}}{{/if}}', '{{#if}}'],
    ['{{#if (not a)}}{{/if}}', 'SubExpression'],
    ['{{#each a}}{{@index}}{{/each}}', '@index'],
    ['{{@root.name}}', '@root'],
    ['{{../name}}', '"../name"'],
    ['{{> (which) }}', 'no partial'],
    ['{{> missing a=1}}', 'There is no partial "missing"'],
    ['{{#> part}}{{/part}}', 'PartialBlockStatement'],
    ['{{* decorator}}', 'Decorator'],
  ])('%j', (source, reason) => {
    expect(() => write(source)).toThrow(ViewError);
    expect(() => write(source)).toThrow(reason);
  });
});
