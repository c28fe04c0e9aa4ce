import { readFileSync } from 'node:fs';
import { catalogue } from './catalogue/catalogue.js';
import { oktaDocument } from './document.js';

const written = readFileSync(new URL('../../../../docs/okta.md', import.meta.url), 'utf8');

describe('docs/okta.md', () => {
  it('is what the catalogue says now; `npm run docs` writes it', () => {
    expect(written).toBe(oktaDocument());
  });

  it('leaves no value to fill in but those that a reader must choose', () => {
    const left = new Set([...written.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect([...left].sort()).toEqual(['appId', 'groupId', 'id', 'yourOktaDomain']);
  });

  it('has an anchor for every failure that its table names', () => {
    for (const { id } of catalogue) expect(written).toContain(`<a id="${id}"></a>`);
    for (const [, id] of written.matchAll(/\]\(#([\w-]+)\)/g)) expect(written).toContain(`<a id="${id}"></a>`);
  });
});
