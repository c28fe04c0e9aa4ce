import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScimDatabase } from '../../../../scim/src/database/scim-database.js';
import { ScimUsers } from '../../../../scim/src/users/scim-users.js';
import { openDatabase } from '../../../../signin/src/database/open-database.js';
import type { CheckReport } from '../check.js';
import { checks } from '../checks.js';
import { createCheckContext, runChecks } from '../run-checks.js';

const oid = '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef';
const entra = `https://login.microsoftonline.com/${oid}/v2.0`;

describe('the check of provisioning', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'doctor-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function check(more: Readonly<Record<string, string>> = {}): Promise<CheckReport | undefined> {
    const env = {
      NODE_ENV: 'test',
      DATABASE_URL: `sqlite:${join(folder, 'app.db')}`,
      SESSION_SECRET: 'session-secret-of-the-provisioning-spec-0123456789',
      OIDC_ISSUER: entra,
      OIDC_CLIENT_ID: 'app',
      OIDC_CLIENT_SECRET: 'test-secret-0123456789',
      SCIM_TOKEN: 'a-token-of-the-directory-0123456789abcdef',
      ...more,
    };
    const context = createCheckContext({ env, files: false });
    const own = checks.filter(({ id }) => id === 'provisioning');
    for await (const report of runChecks(context, own)) return report;
    return undefined;
  }

  /** @param externalIds of people of `connection`; undefined: none is sent */
  async function provision(connection: string, ...externalIds: readonly (string | undefined)[]): Promise<ScimUsers> {
    const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    const users = new ScimUsers(new ScimDatabase(database));
    for (const [index, externalId] of externalIds.entries()) {
      const { after } = await users.create(connection, {
        userName: `${connection}-${index}`,
        ...(externalId !== undefined && { externalId }),
      });
      if (externalId === 'deleted') await users.remove(connection, after.id);
    }
    await database.close();
    return users;
  }

  it('counts the people of this connection whom no sign-in at Entra is matched to, and names the mapping', async () => {
    await provision('default', oid, 'ada', undefined, 'deleted', 'a-b-c-d-e');
    await provision('globex', 'bob');
    const report = await check();
    expect(report).toMatchObject({ status: 'warning', finding: expect.stringMatching(/^3 of 4 /) as unknown });
    expect(report?.details?.join()).toMatch(/Attribute mapping.* objectId to externalId, in place of mailNickname/);
  });

  it('is content where every externalId is an object id, in whichever case', async () => {
    await provision('default', oid, oid.replace('0a', '0b').toUpperCase());
    expect(await check()).toMatchObject({ status: 'ok', finding: expect.stringContaining('all 2') as unknown });
  });

  it('names the mapping before anybody is provisioned, and makes no database to see that', async () => {
    for (const prepare of [
      () => undefined,
      () => openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') }).then((db) => db.close()),
    ]) {
      await prepare();
      const report = await check();
      expect(report).toMatchObject({ status: 'ok', finding: expect.stringContaining('Nobody') as unknown });
      expect(report?.details?.join()).toContain('objectId to externalId');
    }
  });

  it('names the mapping where the database cannot be read', async () => {
    const report = await check({ DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' });
    expect(report).toMatchObject({ status: 'unknown', finding: expect.stringContaining('externalId') as unknown });
    expect(report?.details?.join()).toContain('objectId to externalId');
    expect(JSON.stringify(report)).not.toContain('nothing');
  });

  it('goes by SCIM_CLAIM: oid of any provider, and no other that Entra cannot be made to send', async () => {
    await provision('default', 'ada');
    expect(await check({ OIDC_ISSUER: 'https://login.example.com', SCIM_CLAIM: 'oid' })).toMatchObject({ status: 'warning' });
    const pairwise = await check({ SCIM_CLAIM: 'sub' });
    expect(pairwise).toMatchObject({ status: 'warning', finding: expect.stringContaining('SCIM_CLAIM=sub') as unknown });
    expect(pairwise?.details?.join()).toContain('SCIM_CLAIM=oid');
  });

  it('has nothing to say without a directory, and of one whose externalId is sub', async () => {
    expect(await check({ SCIM_TOKEN: '' })).toBeUndefined();
    expect(await check({ OIDC_ISSUER: 'https://login.example.com' })).toBeUndefined();
  });
});
