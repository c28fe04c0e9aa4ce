import { SettingRefused } from '../configuration-error.js';
import { readPublicUrl } from './web-address.js';

describe('readPublicUrl', () => {
  it.each([
    ['http://localhost:8080', 'http://localhost:8080', 'http://localhost:8080', '', false],
    ['https://demo.example/', 'https://demo.example', 'https://demo.example', '', true],
    ['https://demo.example/app', 'https://demo.example/app', 'https://demo.example', '/app', true],
    ['https://demo.example/app/', 'https://demo.example/app', 'https://demo.example', '/app', true],
    ['https://demo.example:443/a/b-c_d.e~f/', 'https://demo.example/a/b-c_d.e~f', 'https://demo.example', '/a/b-c_d.e~f', true],
    ['HTTPS://Demo.Example/App', 'https://demo.example/App', 'https://demo.example', '/App', true],
    ['https://demo.example/app/../other', 'https://demo.example/other', 'https://demo.example', '/other', true],
    ['http://[::1]:8080', 'http://[::1]:8080', 'http://[::1]:8080', '', false],
    ['https://bücher.example', 'https://xn--bcher-kva.example', 'https://xn--bcher-kva.example', '', true],
  ])('reads %s', (text, href, origin, path, secure) => {
    expect(readPublicUrl(text)).toEqual({ href, origin, path, secure });
  });

  it.each([
    ['demo.example', 'PUBLIC_URL=https://'],
    ['https://demo.example//app', 'single slashes'],
    ['https://demo.example/app?x=1', 'PUBLIC_URL=https://demo.example'],
    ['https://demo.example/#', 'PUBLIC_URL=https://demo.example'],
    ['https://u:p@demo.example', '@'],
    ['https://demo.example/a%20b', 'plain path prefix'],
    ['https://demo.example/a;b', 'plain path prefix'],
    ['https://demo.example/app/authorization-code/callback', 'PUBLIC_URL=https://demo.example/app'],
    ['https://demo.example/login/', 'PUBLIC_URL=https://demo.example'],
    ['https://{host}', 'PUBLIC_URL=https://app.example.com'],
    ['ws://demo.example', 'PUBLIC_URL=https://'],
  ])('refuses %s and says what to write', (text, fix) => {
    let refusal: unknown;
    try {
      readPublicUrl(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(SettingRefused);
    expect(refusal).toMatchObject({ fix: expect.stringContaining(fix) });
  });
});
