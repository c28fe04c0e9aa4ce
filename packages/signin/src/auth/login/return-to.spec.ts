import fc from 'fast-check';
import type { PublicUrl } from '../../config/settings.js';
import { returnTo } from './return-to.js';

const root: PublicUrl = { href: 'http://localhost:8080', origin: 'http://localhost:8080', path: '', secure: false };
const prefixed: PublicUrl = { href: 'https://demo.example/app', origin: 'https://demo.example', path: '/app', secure: true };

describe('returnTo', () => {
  it.each([
    '/',
    '/profile',
    '/profile?a=1&b=2&c=%26%3D%23&d=%C3%A9&e=a+b&f[]=1&f[]=2',
    '/profile/x%2Fy',
    '/%2F%2Fevil.example',
    "/it's?q='1'",
  ])('keeps %s byte for byte', (value) => {
    expect(returnTo(value, root)).toBe(value);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\r\n/evil.example',
    '\u0000//evil.example',
    ' //evil.example',
    'https://evil.example/',
    'https:evil.example',
    'http://localhost:8080@evil.example/',
    'http://user:pass@localhost:8080/',
    'http://localhost:8080.evil.example/',
    'http://localhost:80800/',
    'https://localhost:8080/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    '',
    `/${'x'.repeat(10_240)}`,
  ])('refuses %j', (value) => {
    expect(returnTo(value, root)).toBeUndefined();
  });

  it('takes a full address of our own origin as its path', () => {
    expect(returnTo('http://localhost:8080/profile?x=1#top', root)).toBe('/profile?x=1');
  });

  it('stays below the path prefix', () => {
    expect(returnTo('/app/profile', prefixed)).toBe('/app/profile');
    expect(returnTo('/app', prefixed)).toBe('/app');
    expect(returnTo('/application', prefixed)).toBeUndefined();
    expect(returnTo('/app/../other', prefixed)).toBeUndefined();
    expect(returnTo('/profile', prefixed)).toBeUndefined();
  });

  it('never leads to another origin, whatever it is given', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%2e', '%2f', '\t', '\n', 'evil.example', 'http', 'x', ' '),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.webUrl()), (value) => {
        const path = returnTo(value, root);
        if (path === undefined) return;
        expect(new URL(path, 'http://localhost:8080/deep/page').origin).toBe(root.origin);
        expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
