import { Logger } from '@nestjs/common';
import { AuthEvents, type EventSession } from '../auth/auth-events.js';
import type { RequestSource } from '../auth/access/incoming-request.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { AuditRecorder } from './audit-recorder.js';
import { AuditTrail } from './audit-trail.js';

const alice: EventSession = { userId: 'alice', connection: 'acme', issuer: 'https://p.example', subject: '00u1', key: 'the-hash' };
const desk: RequestSource = { address: '203.0.113.7', userAgent: 'Firefox', reference: 'ref-1' };

describe('AuditRecorder', () => {
  let database: Database;
  let trail: AuditTrail;
  let events: AuthEvents;
  let recorder: AuditRecorder;
  let lines: { level: string; message: unknown }[];

  beforeEach(async () => {
    lines = [];
    // Nest's Logger is given the kind as text and the event's fields after it.
    const write = (level: string) => (text: unknown, fields: unknown) =>
      void lines.push({ level, message: typeof fields === 'object' ? fields : text });
    Logger.overrideLogger({ log: write('log'), warn: write('warn'), error: write('error') });
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    trail = new AuditTrail(database);
    events = new AuthEvents();
    recorder = new AuditRecorder(events, trail);
    recorder.onApplicationBootstrap();
  });
  afterEach(async () => {
    await recorder.onApplicationShutdown();
    await database.close();
    Logger.overrideLogger(['log', 'warn', 'error']);
  });

  it('writes every kind of event into the log and, as it is about a person, into their trail', async () => {
    await events.beforeSignedIn?.({ session: alice, source: desk });
    events.emit('signed_in', { session: alice, source: desk });
    events.emit('signed_out', { session: alice, reason: 'universal_logout', source: desk });
    events.emit('revoked', { session: alice, outcome: 'failed' });
    events.emit('refresh_failed', { session: alice, code: 'invalid_grant' });
    await recorder.onApplicationShutdown();
    const kept = (await trail.latest('alice')).map(({ kind, reason, session, address }) => ({ kind, reason, session, address }));
    const expected = [
      { kind: 'signed_in', reason: undefined, session: 'the-hash', address: '203.0.113.7' },
      { kind: 'signed_out', reason: 'universal_logout', session: 'the-hash', address: '203.0.113.7' },
      { kind: 'revoked', reason: 'failed', session: 'the-hash', address: undefined },
      { kind: 'refresh_failed', reason: 'invalid_grant', session: 'the-hash', address: undefined },
    ];
    expect(kept).toHaveLength(4);
    expect(kept).toEqual(expect.arrayContaining(expected));
    expect(lines).toHaveLength(4);
    for (const [index, line] of expected.entries()) {
      expect(lines[index]).toMatchObject({
        level: 'log',
        message: { ...line, userId: 'alice', connection: 'acme', issuer: 'https://p.example', subject: '00u1' },
      });
    }
  });

  it('logs the refusal of nobody in particular and keeps it for nobody', async () => {
    events.emit('refused', { reason: 'state-mismatch', outcome: 'refused', person: undefined, source: desk });
    await recorder.onApplicationShutdown();
    expect(lines).toEqual([
      { level: 'log', message: expect.objectContaining({ kind: 'refused', reason: 'state-mismatch', ...desk }) as unknown },
    ]);
    expect(await database.kysely.selectFrom('signin_audit_events').selectAll().execute()).toEqual([]);
  });

  it('lets nothing but a sign-in wait or fail while the trail cannot be written: the log has the event', async () => {
    await database.kysely.schema.dropTable('signin_audit_events').execute();
    await expect(events.beforeSignedIn?.({ session: alice, source: desk })).rejects.toThrow('signin_audit_events');
    expect(() => events.emit('signed_out', { session: alice, reason: 'person', source: desk })).not.toThrow();
    await recorder.onApplicationShutdown();
    expect(lines.map(({ level }) => level)).toEqual(['log', 'warn']);
    expect(lines[0]?.message).toMatchObject({ kind: 'signed_out', reason: 'person', session: 'the-hash' });
  });
});
