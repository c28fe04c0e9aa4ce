import { randomUUID } from 'node:crypto';
import type { DirectoryClient, ScimBody } from './directory-client.js';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** As Entra's documentation has it: roles, meta and the second schema are part of it. */
export function entraUser(userName = `Test_User_${randomUUID()}`, more: object = {}): Record<string, unknown> {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    externalId: randomUUID(),
    userName,
    active: true,
    emails: [{ primary: true, type: 'work', value: `${userName}@testuser.com` }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
    roles: [],
    ...more,
  };
}

export async function createdBy(directory: DirectoryClient, more: object = {}): Promise<ScimBody> {
  const { status, body } = await directory.post('/Users', entraUser(undefined, more));
  expect(status).toBe(201);
  return body as ScimBody;
}
