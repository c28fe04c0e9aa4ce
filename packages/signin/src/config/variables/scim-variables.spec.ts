import { scimVariables } from './scim-variables.js';

const token = 'a'.repeat(32);

describe('scimVariables', () => {
  it.each([
    ['SCIM_TOKEN', token, [token]],
    ['SCIM_TOKEN', `${token}, ${'b'.repeat(40)}`, [token, 'b'.repeat(40)]],
    ['SCIM_CLAIM', 'oid', 'oid'],
    ['SCIM_GROUPS', 'directory', 'directory'],
  ])('read %s=%s', (name, text, value) => {
    expect(scimVariables.parse({ [name]: text })).toMatchObject({ [name]: value });
  });

  it.each([
    ['SCIM_TOKEN', 'short'],
    ['SCIM_TOKEN', `${token},b`],
    ['SCIM_TOKEN', `${token}=b`],
    ['SCIM_TOKEN', ' '],
    ['SCIM_CLAIM', 'o id'],
    ['SCIM_GROUPS', 'both'],
  ])('refuse %s=%s', (name, text) => {
    expect(scimVariables.safeParse({ [name]: text }).error?.issues[0]?.path).toEqual([name]);
  });
});
