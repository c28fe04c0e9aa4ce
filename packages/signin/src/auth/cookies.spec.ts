import type { PublicUrl, Settings } from '../config/settings.js';
import { Cookies } from './cookies.js';

const cookiesAt = (publicUrl: Partial<PublicUrl>): Cookies =>
  new Cookies({ publicUrl: { origin: 'https://shop.example', path: '', secure: true, ...publicUrl } } as Settings);

describe('The cookies', () => {
  it.each([
    ['', '__Host-signin_session'],
    ['/app', '__Host-signin.app_session'],
    ['/v1/one', '__Host-signin.v1.one_session'],
    ['/v1.one', '__Host-signin.v1%2eone_session'],
    ['/my_app(2)', '__Host-signin.my%5fapp%282%29_session'],
  ])('under the path %j are those of that path alone, and no sibling domain can set them', (path, name) => {
    const cookies = cookiesAt({ path });
    expect(cookies.session).toBe(name);
    expect(cookies.set(name, 'v')).toBe(`${name}=v; Path=/; HttpOnly; Secure; SameSite=Lax`);
    const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
    expect(
      [cookies.login, cookies.link, cookies.logout, cookies.ended, cookies.notice, cookies.lost].filter((one) => !token.test(one)),
    ).toEqual([]);
  });

  it('of an application below /login are not taken for pending logins of the one above it', () => {
    expect(cookiesAt({ path: '/login' }).session.startsWith(cookiesAt({}).login)).toBe(false);
  });

  it('carry the port over http, since cookies of one host are shared by its ports', () => {
    expect(cookiesAt({ origin: 'http://localhost:8080', secure: false, path: '/app' }).session).toBe('signin.app_8080_session');
  });

  it('are all read where one name comes several times', () => {
    const { session, ...cookies } = cookiesAt({});
    const header = `a=1; ${session}=first; x${session}=no; ${session} = second=2 ;;=; ${session}`;
    expect(cookiesAt({}).valuesOf(session, header)).toEqual(['first', 'second=2', '']);
    expect(cookies.login).toBe('__Host-signin_login_');
  });
});
