import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ViewError } from './view-error.js';
import { fingerprint, inlinePartials, readViews } from './view-files.js';

describe('The files of the views', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'view-files-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read by name, without indentation, and in ASCII', () => {
    writeFileSync(join(folder, 'a.hbs'), '<p>\n    über · 🚪\n</p>\n');
    writeFileSync(join(folder, 'notes.txt'), 'no view');
    expect([...readViews(folder)]).toEqual([['a', '<p>\n&#252;ber &#183; &#128682;\n</p>']]);
  });

  it('leave a trace when one is added or saved', () => {
    const before = fingerprint([folder]);
    writeFileSync(join(folder, 'a.hbs'), 'one');
    const added = fingerprint([folder]);
    writeFileSync(join(folder, 'a.hbs'), 'three');
    expect(new Set([before, added, fingerprint([folder])]).size).toBe(3);
  });

  it('hold partials within partials, which are put in place', () => {
    const partials = new Map([
      ['outer', '({{> inner-one}})'],
      ['inner-one', '{{name}}'],
    ]);
    expect(inlinePartials('{{> outer}} {{> outer}}', partials)).toBe('({{name}}) ({{name}})');
  });

  it('leave a partial with arguments to Handlebars', () => {
    expect(inlinePartials('{{> outer name="x"}}{{> outer person}}', new Map())).toBe('{{> outer name="x"}}{{> outer person}}');
  });

  it('are refused when a partial is missing', () => {
    expect(() => inlinePartials('{{> nothing}}', new Map())).toThrow(new ViewError('There is no partial "nothing"'));
  });
});
