import { sql } from 'kysely';
import { closeScenarios, startSignedIn, type Scenario } from '../conformance/scenario.js';
import { postUniversalLogout, revocationRequest } from '../conformance/revocation-request.js';
import { Database } from '../../packages/signin/src/database/database.js';

afterEach(closeScenarios);

/** Meanwhile every question about that table fails. */
async function without<T>(table: 'signin_sessions' | 'signin_claimed_ids', { app }: Scenario, work: () => Promise<T>): Promise<T> {
  const { kysely } = app.app.get(Database);
  await kysely.schema.alterTable(table).renameTo('away').execute();
  return work().finally(() => kysely.schema.alterTable('away').renameTo(table).execute());
}

const backChannel = async ({ app, provider }: Scenario): Promise<() => Promise<number>> => {
  // About the person and no one session: a replay would end what they have begun since.
  const logout_token = await provider.logoutToken({ sub: provider.person.sub });
  const body = new URLSearchParams({ logout_token });
  return async () => (await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status;
};
const universal = async (scenario: Scenario): Promise<() => Promise<number>> => {
  const { app, provider } = scenario;
  const token = await revocationRequest(scenario);
  const sub_id = { format: 'iss_sub', iss: provider.issuer, sub: provider.person.sub };
  return async () => (await postUniversalLogout(app.url, token, { sub_id })).status;
};

describe.each([
  ['back-channel logout', backChannel, 200, 400],
  ['universal logout', universal, 204, 401],
])('A %s that the provider sends again', (_name, prepare, done, refused) => {
  it.each(['signin_sessions', 'signin_claimed_ids'] as const)('after trouble with %s is no replay, and ends the session', async (table) => {
    const scenario = await startSignedIn();
    const send = await prepare(scenario);
    expect(await without(table, scenario, send)).toBeGreaterThanOrEqual(500);
    expect(await scenario.isSignedIn()).toBe(true);
    expect(await send()).toBe(done);
    expect(await scenario.isSignedIn()).toBe(false);
    await scenario.signIn();
    expect(await send()).toBe(refused);
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it('at the same moment is obeyed once', async () => {
    const scenario = await startSignedIn();
    const send = await prepare(scenario);
    const statuses = await Promise.all(Array.from({ length: 6 }, send));
    expect(statuses.sort()).toEqual([done, ...Array.from({ length: 5 }, () => refused)].sort());
    expect(await scenario.isSignedIn()).toBe(false);
  });
});

describe('A universal logout that was obeyed but could not be remembered', () => {
  it('is obeyed again', async () => {
    const scenario = await startSignedIn();
    const send = await universal(scenario);
    const { kysely } = scenario.app.app.get(Database);
    // Room for one more: that sessions of this person were ended. The token itself is remembered last.
    const { rows } = await sql<{ claims: number }>`select count(*) as claims from signin_claimed_ids`.execute(kysely);
    const isFull = sql`(select count(*) from signin_claimed_ids) > ${sql.lit(rows[0]?.claims)}`;
    await sql`create trigger full before insert on signin_claimed_ids when ${isFull} begin select raise(fail, 'no room'); end`.execute(
      kysely,
    );
    expect(await send()).toBeGreaterThanOrEqual(500);
    expect(await scenario.isSignedIn()).toBe(false);
    await sql`drop trigger full`.execute(kysely);
    expect([await send(), await send()]).toEqual([204, 401]);
  });
});
