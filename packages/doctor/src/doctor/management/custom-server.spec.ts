import { isForEveryone, mismatches, namesClient } from './custom-server.js';

const facts = { scopes: ['openid', 'profile'] };
const rule = { name: 'Web', status: 'ACTIVE', conditions: { grantTypes: { include: ['authorization_code'] }, scopes: { include: ['*'] } } };

describe('access rules', () => {
  it('count when they list the code grant and every scope', () => {
    expect(mismatches(rule, facts)).toEqual([]);
    expect(mismatches({ ...rule, conditions: { ...rule.conditions, scopes: { include: ['openid', 'profile', 'email'] } } }, facts)).toEqual(
      [],
    );
  });

  it('do not let in when one scope is not listed', () => {
    expect(mismatches({ ...rule, conditions: { ...rule.conditions, scopes: { include: ['openid'] } } }, facts)).toEqual([
      'Rule “Web” does not list profile.',
    ]);
  });

  it('do not let in by another grant, or when they are not active', () => {
    const other = { ...rule, status: 'INACTIVE', conditions: { ...rule.conditions, grantTypes: { include: ['client_credentials'] } } };
    expect(mismatches(other, facts)).toHaveLength(2);
  });

  it('count for nothing when they have no conditions', () => {
    expect(mismatches({ name: 'Empty', status: 'ACTIVE' }, facts)).toHaveLength(2);
  });

  it('are for everyone when they name the group EVERYONE', () => {
    expect(isForEveryone({ conditions: { people: { groups: { include: ['EVERYONE'] } } } })).toBe(true);
    expect(isForEveryone({ conditions: { people: { groups: { include: ['00g1'] } } } })).toBe(false);
  });

  it.each([
    [['ALL_CLIENTS'], 'ACTIVE', true],
    [['0oa1'], 'ACTIVE', true],
    [['0oa2'], 'ACTIVE', false],
    [['ALL_CLIENTS'], 'INACTIVE', false],
  ])('a policy for %j that is %s names client 0oa1: %s', (include, status, expected) => {
    expect(namesClient({ status, conditions: { clients: { include } } }, '0oa1')).toBe(expected);
  });
});
