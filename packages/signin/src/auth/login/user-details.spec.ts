import { userDetails } from './user-details.js';

const id = { iss: 'https://issuer.example', sub: '00u1' };

describe('userDetails', () => {
  it.each([
    [true, true],
    ['true', true],
    ['false', false],
    ['False', false],
    ['True', false],
    [1, false],
    [null, false],
    [undefined, false],
  ])('takes email_verified %j as %s', (value, verified) => {
    expect(userDetails('default', { ...id, email: 'a@example.com', email_verified: value }, undefined).emailVerified).toBe(verified);
  });

  it('does not take the verification of another address', () => {
    const details = userDetails('default', { ...id, email: 'a@example.com' }, { email: 'b@example.com', email_verified: true });
    expect(details).toMatchObject({ email: 'a@example.com', emailVerified: false });
  });

  it.each([[''], [' '], [null], [42], [undefined]])('has no address where the claim is %j', (email) => {
    expect(userDetails('default', { ...id, email }, undefined).email).toBeUndefined();
  });

  it.each([
    ['a\0b', 'a b'],
    ['\x1b[31mRed\x9b', '[31mRed'],
    ['two\r\nlines', 'two lines'],
    ['half \ud83d', 'half'],
    ['whole \u{1f600}', 'whole \u{1f600}'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    [`${'x'.repeat(319)}\u{1f600}`, 'x'.repeat(319)],
    ['x'.repeat(5000), 'x'.repeat(320)],
    ['\0', undefined],
  ])('cleans the name %j', (name, cleaned) => {
    expect(userDetails('default', { ...id, name }, undefined).name).toBe(cleaned);
  });

  it('makes of an address with a control character neither another address nor a verified one', () => {
    const details = userDetails('default', { ...id, email: 'admin\0@example.com', email_verified: true }, undefined);
    expect(details).toMatchObject({ email: 'admin @example.com', emailVerified: false });
  });

  it('fills a thin ID token from userinfo, but never issuer and subject', () => {
    const details = userDetails('default', id, {
      iss: 'https://evil.example',
      sub: 'other',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'ada',
    });
    expect(details).toMatchObject({ issuer: 'https://issuer.example', subject: '00u1', name: 'Ada Lovelace', username: 'ada' });
  });
});
