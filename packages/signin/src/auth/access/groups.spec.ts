import { readGroups } from './groups.js';

const claim = (groupsClaim: string, groupsSeparator?: string) => ({ groupsClaim, groupsSeparator });
const roles = 'urn:zitadel:iam:org:project:roles';

describe('readGroups', () => {
  it.each([
    ['a list', 'groups', { groups: ['Everyone', 'Admins'] }, ['Everyone', 'Admins']],
    ['an empty list', 'groups', { groups: [] }, []],
    ['one text as one group, whatever stands in it', 'groups', { groups: 'Former Admins, Staff' }, ['Former Admins, Staff']],
    ['the keys of an object, never its values', roles, { [roles]: { admin: { 1: 'a.example' } } }, ['admin']],
    ['keys whose value is true', 'roles', { roles: { Staff: true, Admins: false, Owners: null } }, ['Staff']],
    ['no group of an object that says no to each', 'roles', { roles: { Admins: false } }, []],
    ['a nested list', 'realm_access.roles', { realm_access: { roles: ['user'] } }, ['user']],
    ['a claim whose name holds dots and slashes', 'https://acme.example/groups', { 'https://acme.example/groups': ['a'] }, ['a']],
    ['names as they are, without making two of them the same', 'groups', { groups: [' Admins', ''] }, [' Admins']],
  ])('reads %s', (_shape, name, claims, names) => {
    expect(readGroups(claim(name), claims)).toEqual({ kind: 'list', names, leftOut: [] });
  });

  it.each([
    [',', 'Former Admins, Staff,', ['Former Admins', 'Staff']],
    [' ', 'Everyone  Admins', ['Everyone', 'Admins']],
    [';', 'A,B;C', ['A,B', 'C']],
  ])('splits one text at %j where the settings say so, and no list', (separator, text, names) => {
    expect(readGroups(claim('groups', separator), { groups: text })).toMatchObject({ names });
    expect(readGroups(claim('groups', separator), { groups: [text] })).toMatchObject({ names: [text] });
  });

  it('takes the first source that has the claim', () => {
    expect(readGroups(claim('groups'), { sub: '1' }, undefined, { groups: ['b'] })).toMatchObject({ names: ['b'] });
    expect(readGroups(claim('groups'), { groups: null }, { groups: ['b'] })).toMatchObject({ names: ['b'] });
  });

  it.each([
    [[1, { a: 1 }, 'Dev'], ['Dev'], ['number', 'object']],
    [['a', null, true, ['b']], ['a'], ['boolean', 'list', 'null']],
    [{ Dev: true, Admins: 'no', Owners: 1, Ops: ['x'] }, ['Dev'], ['list', 'number', 'string']],
  ])('leaves out what in %j names no group, and says of what kind it was', (groups, names, leftOut) => {
    expect(readGroups(claim('groups'), { groups })).toEqual({ kind: 'list', names, leftOut });
  });

  it.each([
    [42, ['number']],
    [true, ['boolean']],
    [[{ name: 'x' }], ['object']],
    [{ Admins: 'yes' }, ['string']],
  ])('says that it cannot read %j, not that there are none', (groups, leftOut) => {
    expect(readGroups(claim('groups'), { groups })).toEqual({ kind: 'unreadable', leftOut });
  });

  it('knows a pointer to groups that were too many to send', () => {
    expect(readGroups(claim('groups'), { _claim_names: { groups: 'src1' }, _claim_sources: {} })).toEqual({ kind: 'overage' });
    expect(readGroups(claim('groups'), { hasgroups: true })).toEqual({ kind: 'overage' });
  });

  it('reads no inherited member', () => {
    expect(readGroups(claim('__proto__'), {})).toEqual({ kind: 'absent' });
    expect(readGroups(claim('constructor.name'), {})).toEqual({ kind: 'absent' });
  });
});
