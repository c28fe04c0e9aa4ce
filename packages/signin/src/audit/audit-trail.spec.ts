import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { AuditTrail, type AuditEvent } from './audit-trail.js';

const day = 24 * 60 * 60 * 1000;
const event: AuditEvent = {
  at: 1_800_000_000_000,
  kind: 'signed_out',
  reason: 'back_channel',
  userId: 'alice',
  session: 'the-hash',
  address: '203.0.113.7',
  userAgent: 'Firefox',
  reference: 'ref-1',
};

describe('AuditTrail', () => {
  let database: Database;
  let trail: AuditTrail;

  beforeEach(async () => {
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    trail = new AuditTrail(database);
  });
  afterEach(() => database.close());

  it('gives back who, when, from where, which session and why', async () => {
    const bare = { at: 1, kind: 'revoked', userId: 'bob' } as const;
    const nothingElse = { reason: undefined, session: undefined, address: undefined, userAgent: undefined, reference: undefined };
    await trail.add(event);
    await trail.add({ ...bare, ...nothingElse });
    expect(await trail.latest('alice')).toEqual([event]);
    expect(await trail.latest('bob')).toEqual([{ ...bare, ...nothingElse }]);
  });

  it('shows a person their own events alone, the ten newest, newest first', async () => {
    for (const at of [2, 11, 3, 1, 4, 5, 6, 7, 8, 9, 10]) await trail.add({ ...event, at });
    await trail.add({ ...event, at: 12, userId: 'bob' });
    expect((await trail.latest('alice')).map(({ at }) => at)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(await trail.latest('nobody')).toEqual([]);
  });

  it('forgets what is older than 90 days, no more than asked at a time', async () => {
    for (const age of [89, 91, 92, 93]) await trail.add({ ...event, at: event.at - age * day });
    expect(await trail.removeOld(event.at, 2)).toBe(2);
    expect(await trail.removeOld(event.at, 2)).toBe(1);
    expect((await trail.latest('alice')).map(({ at }) => event.at - at)).toEqual([89 * day]);
  });
});
