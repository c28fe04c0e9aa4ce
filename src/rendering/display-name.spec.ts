import type { Session, SessionData } from '@fanlight/signin';
import { accountName, displayName, initials } from './display-name.js';

describe('What a person is called', () => {
  it.each([
    ['the name', { name: 'Ann Archer', idClaims: { email: 'ann@example.com' } }, 'Ann Archer', 'ann@example.com'],
    ['the user name, for want of a name', { idClaims: { preferred_username: 'ann', email: 'ann@example.com' } }, 'ann', 'ann@example.com'],
    ['the e-mail address of userinfo, for want of both', { userinfo: { email: 'ann@example.com' } }, 'ann@example.com', undefined],
    ['the subject, for want of everything', {}, '00u1', undefined],
    [
      'the subject, when the rest is blank or no text',
      { name: ' ', idClaims: { preferred_username: '', email: ['x'] } },
      '00u1',
      undefined,
    ],
  ])('is %s', (_what, data: Partial<SessionData>, name, account) => {
    expect(displayName(session(data))).toBe(name);
    expect(accountName(session(data))).toBe(account);
  });

  it.each([
    ['Ann Archer', 'AA'],
    ['Ann Maria van der Archer', 'AA'],
    ['ann', 'A'],
    ['ann.archer@example.com', 'A'],
    ['Øyvind Ångström', 'ØÅ'],
    ['𝒜nn 𝒜rcher', '𝒜𝒜'],
    ['<b>Ann</b>', 'BB'],
    ['', ''],
    ['***', ''],
  ])('%j has the initials %j', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});

function session(data: Partial<SessionData>): Session {
  return { subject: '00u1', data: { name: undefined, idClaims: {}, userinfo: undefined, ...data } } as Session;
}
