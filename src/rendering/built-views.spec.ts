import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtTemplates } from './built-views.js';
import { buildViews } from './view-compiler.js';
import { readSources } from './view-files.js';
import { ViewError } from './view-error.js';

describe('Views that the build has compiled', () => {
  let folder: string;
  let file: string;

  const data = { base: '/app', assets: '/app/assets', csrf: undefined, person: undefined };
  const write = (name: string, source: string): void => writeFileSync(join(folder, name), source);
  const built = (): ReturnType<typeof builtTemplates> => builtTemplates(readSources(folder), file);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'built-'));
    file = join(folder, 'built-views.cjs');
    for (const name of ['layouts', 'partials', 'pages']) mkdirSync(join(folder, name));
    write('layouts/page.hbs', '<title>{{title}}</title>');
    write('partials/door.hbs', '{{#if lit}}lit{{else}}dark{{/if}} {{@base}}');
    write('pages/home.hbs', '{{#each doors}}{{> door lit=this}}, {{/each}}{{> door}}');
    write('built-views.cjs', buildViews(readSources(folder)));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('render with the partials that they call', () => {
    const page = built()?.pages.home;
    expect(page?.({ doors: [true, false] }, data)).toBe('lit /app, dark /app, dark /app');
    expect(built()?.layout({ title: '<' }, data)).toBe('<title>&lt;</title>');
  });

  it.each([
    ['a page', () => write('pages/home.hbs', 'new')],
    ['the layout', () => write('layouts/page.hbs', 'new')],
    ['a partial', () => write('partials/door.hbs', 'new')],
    ['a new page', () => write('pages/new.hbs', '')],
    ['a name', () => (cpSync(join(folder, 'pages/home.hbs'), join(folder, 'pages/new.hbs')), rmSync(join(folder, 'pages/home.hbs')))],
  ])('are not used once %s differs from what was compiled', (_what, change) => {
    expect(built()).toBeDefined();
    change();
    expect(built()).toBeUndefined();
  });

  it('are not used where the build made none', () => {
    rmSync(file);
    expect(built()).toBeUndefined();
  });

  it.each([
    ['a page', 'pages/home.hbs'],
    ['a partial', 'partials/door.hbs'],
  ])('are not made of %s that does not compile', (_what, name) => {
    write(name, '{{#if');
    expect(() => buildViews(readSources(folder))).toThrow(ViewError);
  });
});
