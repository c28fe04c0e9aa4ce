import { builtInPages } from './built-in-pages.js';

/** Every text from outside carries markup. */
const hostile = '"><script>alert(1)</script><b style="x">\'';
const shell = { title: hostile, person: hostile, base: '/app', addresses: { login: '/shop/api/login', logout: '/shop/api/logout' } };
const provider = { label: hostile, issuer: hostile, host: hostile };
const form = { action: '/callback', fields: [{ name: hostile, value: hostile }], host: hostile };
const error = {
  ...{ status: 403, title: hostile, summary: hostile, who: hostile, advice: hostile, steps: [hostile], providerWords: hostile },
  paste: [{ id: 'paste-1', label: hostile, value: hostile }],
  technical: [{ name: hostile, value: hostile }],
  ...{ signIn: undefined, retry: { href: '/login', label: 'Try again' }, reference: hostile, at: hostile },
};
const choose = { fields: form.fields, email: hostile, refused: hostile, all: '/login' };
const pages = {
  choose: builtInPages.choose(
    { ...choose, connections: [{ label: hostile, href: '/login', usedLast: true, signUp: `/login?x=${hostile}` }] },
    shell,
  ),
  logout: builtInPages.logout({ provider }, shell),
  'logout-redirect': builtInPages['logout-redirect'](form, shell),
  'signed-out': builtInPages['signed-out']({ stillSignedInAt: undefined }, shell),
  'signed out here only': builtInPages['signed-out']({ stillSignedInAt: provider, unreachable: true }, shell),
  'form-repost': builtInPages['form-repost'](form, shell),
  continue: builtInPages.continue({ href: '/x', keepsAddress: false }, shell),
  'a long address': builtInPages.continue({ href: '/x', keepsAddress: true }, shell),
  error: builtInPages.error(error, shell),
};

describe.each(Object.entries(pages))('The built-in page "%s"', (_name, html) => {
  it('shows words from outside as text only, and needs no script, style or file', () => {
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<script|<b style|<style|<link|<[^>]*\s(?:style|on\w+|src)=/i);
    expect(html).toContain('&#60;script&#62;');
  });

  it('is a whole document with a language, a title and one main heading', () => {
    expect(html).toMatch(/^<!doctype html>\s+<html lang="en">/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<main>/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
  });

  it('leads on by a link or a button', () => {
    expect(html).toMatch(/<button>|<a href="/);
  });
});

describe('The built-in error page', () => {
  it('leaves out what there is nothing to say of', () => {
    const bare = { ...error, advice: '', steps: [], paste: [], technical: [], providerWords: undefined, retry: undefined };
    const html = builtInPages.error(bare, shell);
    for (const heading of ['How to fix it', 'The exact values', 'What the provider said', 'For the developer', 'Try again'])
      expect(html).not.toContain(heading);
  });
});
