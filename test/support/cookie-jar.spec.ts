import { CookieJar } from './cookie-jar.js';

const app = new URL('http://localhost:8080/authorization-code/callback');
const start = Date.UTC(2026, 0, 1);

function jarWith(url: URL, ...lines: string[]): CookieJar {
  const jar = new CookieJar(() => start);
  for (const line of lines) jar.keep(line, url);
  return jar;
}

const sent = (jar: CookieJar, url: string): string | undefined => jar.header(new URL(url), undefined, true);

describe('CookieJar', () => {
  it('sends a cookie to every port of its host and to no other host', () => {
    const jar = jarWith(app, 'sid=1; Path=/');
    expect(sent(jar, 'http://localhost:9999/')).toBe('sid=1');
    expect(sent(jar, 'http://127.0.0.1:8080/')).toBeUndefined();
    expect(sent(jar, 'http://sub.localhost:8080/')).toBeUndefined();
  });

  it('sends a cookie below its path only, and defaults the path to the folder of the page', () => {
    expect(sent(jarWith(app, 'a=1; Path=/app'), 'http://localhost/application')).toBeUndefined();
    expect(sent(jarWith(app, 'a=1; Path=/app'), 'http://localhost/app/x')).toBe('a=1');
    expect(sent(jarWith(app, 'a=1'), 'http://localhost/authorization-code/other')).toBe('a=1');
    expect(sent(jarWith(app, 'a=1'), 'http://localhost/')).toBeUndefined();
  });

  it('sends the longer path first', () => {
    expect(sent(jarWith(app, 'a=1; Path=/', 'a=2; Path=/authorization-code'), app.href)).toBe('a=2; a=1');
  });

  it('replaces a cookie of the same name, host and path, and keeps one of another path', () => {
    const jar = jarWith(app, 'a=1; Path=/', 'a=2; Path=/', 'a=3; Path=/x');
    expect(sent(jar, 'http://localhost/x')).toBe('a=3; a=2');
  });

  it.each(['Max-Age=0', 'Max-Age=-1', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT'])(
    'deletes on %s',
    (expiry) => {
      expect(sent(jarWith(app, 'a=1; Path=/', `a=; Path=/; ${expiry}`), 'http://localhost/')).toBeUndefined();
    },
  );

  it('forgets a cookie when its time is over', () => {
    let now = start;
    const jar = new CookieJar(() => now);
    jar.keep('a=1; Path=/; Max-Age=60', app);
    now = start + 59_999;
    expect(sent(jar, 'http://localhost/')).toBe('a=1');
    now = start + 60_000;
    expect(sent(jar, 'http://localhost/')).toBeUndefined();
  });

  it('keeps Secure cookies on loopback and https, and drops them on plain http elsewhere', () => {
    expect(sent(jarWith(app, '__Host-sid=1; Path=/; Secure'), 'http://localhost:8080/')).toBe('__Host-sid=1');
    expect(jarWith(new URL('http://app.example/'), 'a=1; Secure').for(new URL('https://app.example/'))).toEqual([]);
    expect(sent(jarWith(new URL('https://app.example/'), 'a=1; Secure'), 'http://app.example/')).toBeUndefined();
  });

  it.each([
    '__Host-a=1; Path=/',
    '__Host-a=1; Path=/x; Secure',
    '__Host-a=1; Path=/; Secure; Domain=localhost',
    '__Secure-a=1; Path=/',
    'a=1; SameSite=None; Path=/',
  ])('drops %s', (line) => {
    expect(jarWith(app, line).for(app)).toEqual([]);
  });

  it('drops a cookie of more than 4096 bytes and one for a foreign domain', () => {
    expect(jarWith(app, `a=${'x'.repeat(4095)}; Path=/`).for(app)).toHaveLength(1);
    expect(jarWith(app, `a=${'x'.repeat(4096)}; Path=/`).for(app)).toEqual([]);
    expect(jarWith(new URL('https://app.example/'), 'a=1; Domain=evil.example').for(app)).toEqual([]);
  });

  it('drops the oldest cookies of a host beyond 180', () => {
    const jar = jarWith(app, ...Array.from({ length: 181 }, (_, index) => `c${index}=1; Path=/`));
    expect(jar.for(app).map(({ name }) => name)).not.toContain('c0');
    expect(jar.for(app)).toHaveLength(180);
  });

  describe('between sites', () => {
    const provider = new URL('https://dev.okta.example/login');
    const url = new URL('https://app.test/callback');
    const jar = jarWith(
      url,
      'strict=1; Path=/; SameSite=Strict',
      'lax=1; Path=/; SameSite=Lax',
      'usual=1; Path=/',
      'none=1; Path=/; SameSite=None; Secure',
    );

    it('sends Lax and None cookies with a page load by GET', () => {
      expect(jar.header(url, provider, true)).toBe('lax=1; usual=1; none=1');
    });

    it('sends None cookies only with a form that is posted', () => {
      expect(jar.header(url, provider, false)).toBe('none=1');
    });

    it('sends all of them within the site and to an address that the person typed', () => {
      expect(jar.header(url, new URL('https://www.app.test/'), false)).toBe('strict=1; lax=1; usual=1; none=1');
      expect(jar.header(url, undefined, true)).toBe('strict=1; lax=1; usual=1; none=1');
    });
  });
});
