import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from './shell.js';
import { ViewError } from './view-error.js';
import { Views } from './views.js';

const shell: Shell = { title: 'A & B', person: 'Ann <b>', base: '/app', csrf: 'token' };

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

  it('puts the page into the layout, with the title escaped and the indentation left out', () => {
    expect(signedOut(open())).toBe('<title>A &amp; B</title>\n<body><p>out</p></body>');
  });

  it('gives the shell to a partial at any depth, escaped', () => {
    write('partials/who.hbs', '{{@person}} {{@base}} {{@csrf}}');
    write('pages/form-repost.hbs', '{{#each fields}}{{> who}}{{/each}}');
    const page = open().render('form-repost', { action: '', host: '', fields: [{ name: 'a', value: 'b' }] }, shell);
    expect(page).toContain('Ann &lt;b&gt; /app token');
  });

  it('links assets below the path prefix', () => {
    write('pages/signed-out.hbs', '{{@assets}}/app.css');
    expect(signedOut(open())).toMatch(/<body>\/app\/assets\/[\w-]{12}\/app\.css</);
  });

  it('throws for a page that does not exist', () => {
    expect(() => open().render('logout', { provider: { label: '', issuer: '', host: '' } }, shell)).toThrow(ViewError);
  });

  it.each([
    ['a partial that does not exist', '{{> nothing}}', 'nothing'],
    ['a helper that does not exist', '{{#nothing}}{{nothing "x"}}{{/nothing}}', 'nothing'],
    ['a block that does not end', '{{#if a}}', 'signed-out'],
    ['a helper that is left out', '{{#with a}}{{b}}{{/with}}', 'with'],
    ['a name that each does not keep', '{{#each a}}{{@index}}{{/each}}', '@index'],
  ])('refuses to start with %s', (_what, source, named) => {
    write('pages/signed-out.hbs', source);
    expect(open).toThrow(ViewError);
    expect(open).toThrow(named);
  });

  it('takes an empty list for nothing, as Handlebars does, and reaches the context around a list', () => {
    write(
      'pages/signed-out.hbs',
      '{{#each none}}x{{else}}none{{/each}} {{#if none}}x{{else}}no{{/if}} {{#unless none}}{{#each some}}{{this}}{{../end}}{{/each}}{{/unless}}',
    );
    const context = { stillSignedInAt: undefined, none: [], some: ['a', '<b>'], end: '.' };
    expect(open().render('signed-out', context, shell)).toContain('<body>none no a.&lt;b&gt;.</body>');
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
