import { readGroups } from './groups.js';

describe('readGroups', () => {
  it.each([
    ['a list', 'groups', { groups: ['Everyone', 'Admins'] }, ['Everyone', 'Admins']],
    ['an empty list', 'groups', { groups: [] }, []],
    ['one text', 'groups', { groups: 'Everyone, Admins' }, ['Everyone', 'Admins']],
    [
      'the keys of an object, never its values',
      'urn:zitadel:iam:org:project:roles',
      { 'urn:zitadel:iam:org:project:roles': { admin: { 1: 'a.example' } } },
      ['admin'],
    ],
    ['a nested list', 'realm_access.roles', { realm_access: { roles: ['user'] } }, ['user']],
    ['a claim whose name holds dots and slashes', 'https://acme.example/groups', { 'https://acme.example/groups': ['a'] }, ['a']],
  ])('reads %s', (_shape, name, claims, names) => {
    expect(readGroups(name, claims)).toEqual({ kind: 'list', names });
  });

  it('takes the first source that has the claim', () => {
    expect(readGroups('groups', { sub: '1' }, undefined, { groups: ['b'] })).toEqual({ kind: 'list', names: ['b'] });
    expect(readGroups('groups', { groups: null }, { groups: ['b'] })).toEqual({ kind: 'list', names: ['b'] });
  });

  it.each([42, true, [{ name: 'x' }], ['a', 1]])('says that it cannot read %j, not that there are none', (groups) => {
    expect(readGroups('groups', { groups })).toEqual({ kind: 'unreadable' });
  });

  it('knows a pointer to groups that were too many to send', () => {
    expect(readGroups('groups', { _claim_names: { groups: 'src1' }, _claim_sources: {} })).toEqual({ kind: 'overage' });
    expect(readGroups('groups', { hasgroups: true })).toEqual({ kind: 'overage' });
  });

  it('reads no inherited member', () => {
    expect(readGroups('__proto__', {})).toEqual({ kind: 'absent' });
    expect(readGroups('constructor.name', {})).toEqual({ kind: 'absent' });
  });
});
