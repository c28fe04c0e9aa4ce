import { readSubjectId } from './subject-id.js';

describe('readSubjectId', () => {
  it('reads the two formats that name a person', () => {
    const email = { format: 'email', email: 'alice@example.com' };
    const issuer = { format: 'iss_sub', iss: 'https://p.example', sub: '00u1' };
    expect(readSubjectId({ sub_id: email })).toEqual(email);
    expect(readSubjectId({ sub_id: { ...issuer, extra: 1 } })).toEqual(issuer);
  });

  it('reads the same person from the member subject, alone or beside sub_id', () => {
    const id = { format: 'iss_sub', iss: 'https://p.example', sub: '00u1' };
    expect(readSubjectId({ subject: id })).toEqual(id);
    expect(readSubjectId({ sub_id: id, subject: { ...id, extra: 1 } })).toEqual(id);
  });

  it.each([
    [
      'two members that name different people',
      { sub_id: { format: 'email', email: 'a@b.example' }, subject: { format: 'email', email: 'c@b.example' } },
    ],
    ['two members of which one cannot be read', { sub_id: { format: 'email', email: 'a@b.example' }, subject: 'a@b.example' }],
    ['no body', undefined],
    ['a body that is no object', 'sub_id'],
    ['a list', []],
    ['no sub_id', {}],
    ['a sub_id that is no object', { sub_id: 'alice@example.com' }],
    ['a format of RFC 9493 that Okta does not send', { sub_id: { format: 'opaque', id: '00u1' } }],
    ['no format', { sub_id: { email: 'alice@example.com' } }],
    ['an empty email', { sub_id: { format: 'email', email: '' } }],
    ['an email that is no text', { sub_id: { format: 'email', email: ['alice@example.com'] } }],
    ['an email without end', { sub_id: { format: 'email', email: 'a'.repeat(2001) } }],
    ['no iss', { sub_id: { format: 'iss_sub', sub: '00u1' } }],
    ['no sub', { sub_id: { format: 'iss_sub', iss: 'https://p.example' } }],
    ['what only its prototype says', { sub_id: Object.create({ format: 'email', email: 'alice@example.com' }) as unknown }],
  ])('refuses %s', (_title, body) => {
    expect(readSubjectId(body)).toBeUndefined();
  });
});
