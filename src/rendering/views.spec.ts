import type { HelperOptions } from 'handlebars';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '@fanlight/signin';
import { ViewError, Views } from './views.js';

const shell: Omit<Shell, 'addresses'> = { title: 'A & B', person: 'Ann <b>', base: '/app' };

describe('Views', () => {
  let folder: string;

  const write = (name: string, source: string): void => writeFileSync(join(folder, name), source);
  const open = (reload = false): Views => new Views({ views: folder, assets: join(folder, 'assets'), reload });
  const signedOut = (views: Views): string => views.render('signed-out', { stillSignedInAt: undefined }, shell);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'views-'));
    for (const name of ['layouts', 'partials', 'pages', 'assets']) mkdirSync(join(folder, name));
    write('layouts/page.hbs', '<title>{{title}}</title>\n  <body>{{{body}}}</body>');
    write('pages/signed-out.hbs', '<p>out</p>');
    write('assets/app.css', 'a{}');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts the page into the layout, with the title escaped', () => {
    expect(signedOut(open())).toBe('<title>A &amp; B</title>\n  <body><p>out</p></body>');
  });

  it('gives the shell to a partial at any depth, escaped', () => {
    write('partials/who.hbs', '{{@person}} {{@base}}');
    write('pages/form-repost.hbs', '{{#each fields}}{{> who}}{{/each}}');
    const page = open().render('form-repost', { action: '', host: '', fields: [{ name: 'a', value: 'b' }] }, shell);
    expect(page).toContain('Ann &lt;b&gt; /app');
  });

  it('links assets below the path prefix', () => {
    write('pages/signed-out.hbs', '{{@assets}}/app.css');
    expect(signedOut(open())).toMatch(/<body>\/app\/assets\/[\w-]{12}\/app\.css</);
  });

  it('throws for a page that does not exist', () => {
    expect(() => open().render('logout', { provider: { label: '', issuer: '', host: '' } }, shell)).toThrow(ViewError);
  });

  it.each([
    ['a partial that does not exist', '{{#if a}}{{> nothing}}{{/if}}', 'nothing'],
    ['a block that does not end', '{{#if a}}', 'signed-out'],
  ])('refuses to start with %s', (_what, source, named) => {
    write('pages/signed-out.hbs', source);
    expect(open).toThrow(ViewError);
    expect(open).toThrow(named);
  });

  it.each([
    ['{{#each list}}{{@index}}{{@first}}{{@last}}={{name}} {{/each}}', '0truefalse=a 1falsetrue=b '],
    ['{{#each map}}{{@key}}:{{this}},{{/each}}', 'x:1,y:2,'],
    ['{{#each list as |item number|}}{{number}}{{item.name}}{{/each}}', '0a1b'],
    ['{{#with deep}}{{name}}{{../end}}{{else}}none{{/with}}', 'inside.'],
    ['{{lookup map "y"}}{{lookup words 1}}', '2&lt;'],
    ['{{#each none}}x{{else}}none{{/each}} {{#if none}}x{{else}}no{{/if}}', 'none no'],
    ['{{#unless none}}{{#each words}}{{this}}{{../end}}{{/each}}{{/unless}}', 'a.&lt;.'],
    ['{{#*inline "mine"}}[{{name}}]{{/inline}}{{#each list}}{{> mine}}{{/each}}', '[a][b]'],
    ['{{#if (lookup map "x")}}{{{markup}}}{{/if}}', '<i>'],
    ['{{upper deep.name}}{{upper markup}}', 'INSIDE&lt;I&gt;'],
    ['{{#twice}}{{name}}{{end}}{{/twice}}', '..'],
  ])("renders %s as Handlebars does, with helpers of one's own", (source, expected) => {
    write('pages/signed-out.hbs', source);
    const views = open();
    views.registerHelper('upper', (value: string) => value.toUpperCase());
    views.registerHelper('twice', function (this: object, options: HelperOptions) {
      return options.fn(this) + options.fn(this);
    });
    const context = {
      stillSignedInAt: undefined,
      list: [{ name: 'a' }, { name: 'b' }],
      map: { x: 1, y: 2 },
      deep: { name: 'inside' },
      words: ['a', '<'],
      none: [],
      markup: '<i>',
      end: '.',
    };
    expect(views.render('signed-out', context, shell)).toContain(`<body>${expected}</body>`);
  });

  it('keeps a helper when it takes up a saved page', () => {
    const views = open(true);
    views.registerHelper('shout', (value: string) => `${value}!`);
    write('pages/signed-out.hbs', '{{shout "saved"}}');
    expect(signedOut(views)).toContain('saved!');
  });

  it.each([
    '{{constructor}}',
    '{{claims.constructor.name}}',
    '{{claims.__proto__}}',
    '{{lookup claims "toString"}}',
    '{{claims.hasOwnProperty}}',
  ])('shows nothing of what every object inherits by %s', (source) => {
    write('pages/signed-out.hbs', source);
    const context = { stillSignedInAt: undefined, claims: { sub: 's' } };
    expect(open().render('signed-out', context, shell)).toContain('<body></body>');
  });

  it('names a misspelt value in development, and shows nothing for it in production', () => {
    write('pages/signed-out.hbs', '<p>{{stilSignedInAt}}</p>');
    expect(() => signedOut(open(true))).toThrow('The view "signed-out" cannot be rendered: "stilSignedInAt" not defined');
    expect(signedOut(open())).toContain('<p></p>');
  });

  it('names the page that calls a helper that nobody registered', () => {
    write('pages/signed-out.hbs', '{{nothing "x"}}');
    expect(() => signedOut(open())).toThrow(ViewError);
    expect(() => signedOut(open())).toThrow('The view "signed-out" cannot be rendered: Missing helper: "nothing"');
  });

  it('leaves the lines of a value in <pre> as they are, however deep its partial is called', () => {
    write('partials/block.hbs', '<pre>\n{{@person}}\n</pre>');
    write('pages/signed-out.hbs', '<div>\n    {{> block}}\n</div>');
    expect(open().render('signed-out', { stillSignedInAt: undefined }, { ...shell, person: 'a\nb' })).toContain('<pre>\na\nb\n</pre>');
  });

  it('refuses to start with a broken partial, even one that a page calls only at times', () => {
    write('partials/door.hbs', '{{#if');
    write('pages/signed-out.hbs', '{{#if open}}{{> door lit=true}}{{/if}}');
    expect(open).toThrow('door');
  });

  it('takes up a saved page, a new partial and a changed asset where it reloads', () => {
    const views = open(true);
    const before = views.assets.address('');
    signedOut(views);
    write('partials/new.hbs', 'new words');
    write('pages/signed-out.hbs', '{{> new}}');
    write('assets/app.css', 'a{color:red}');
    expect(signedOut(views)).toContain('new words');
    expect(views.assets.address('')).not.toBe(before);
  });

  it('keeps to what it read at the start where it does not reload', () => {
    const views = open();
    write('pages/signed-out.hbs', 'changed');
    expect(signedOut(views)).toContain('<p>out</p>');
  });

  it('says what is wrong with a view that is being edited, and recovers with the next save', () => {
    const views = open(true);
    write('pages/signed-out.hbs', '{{#if');
    expect(() => signedOut(views)).toThrow(ViewError);
    write('pages/signed-out.hbs', 'fine again');
    expect(signedOut(views)).toContain('fine again');
  });
});
