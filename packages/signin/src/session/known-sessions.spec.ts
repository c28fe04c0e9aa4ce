import { KnownSessions } from './known-sessions.js';
import type { SessionRecord, SessionState } from './session-store.js';

describe('Known sessions', () => {
  let stored: Map<string, SessionRecord>;
  let whole: string[];
  let sessions: KnownSessions;

  const record = (key: string, changes: Partial<SessionRecord> = {}): SessionRecord => ({
    key,
    userId: 'u1',
    connection: 'default',
    issuer: 'https://op.example',
    subject: 's1',
    sid: null,
    createdAt: 1,
    seenAt: 1,
    expiresAt: 9,
    address: null,
    userAgent: null,
    keyId: 'k1',
    version: 0,
    data: JSON.stringify({ scopes: ['openid'], custom: { colour: 'red' } }),
    ...changes,
  });

  beforeEach(() => {
    stored = new Map([['a', record('a')]]);
    whole = [];
    sessions = new KnownSessions({
      read: (key): Promise<SessionRecord | undefined> => {
        whole.push(key);
        return Promise.resolve(stored.get(key));
      },
      readState: (key): Promise<SessionState | undefined> => Promise.resolve(stored.get(key)),
    });
  });

  it('are read whole once, with last-seen and the key of their tokens as they are now', async () => {
    await sessions.read('a');
    stored.set('a', record('a', { seenAt: 2, keyId: 'k2' }));
    expect(await sessions.read('a')).toMatchObject({ keyId: 'k2', session: { seenAt: 2, data: { custom: { colour: 'red' } } } });
    expect(whole).toEqual(['a']);
  });

  it('are read anew when another instance has changed their data', async () => {
    await sessions.read('a');
    stored.set('a', record('a', { version: 1, data: '{"custom":{"colour":"blue"}}' }));
    expect(await sessions.read('a')).toMatchObject({ version: 1, session: { data: { custom: { colour: 'blue' } } } });
  });

  it('are gone on the very next read when another instance has ended them', async () => {
    await sessions.read('a');
    stored.delete('a');
    expect(await sessions.read('a')).toBeUndefined();
  });

  it('share data that no request can change for another', async () => {
    const { session } = (await sessions.read('a'))!;
    expect(() => Object.assign(session.data.custom!, { colour: 'green' })).toThrow(TypeError);
  });

  it('are at most 500, and none with more than 4,000 characters', async () => {
    stored.set('large', record('large', { data: JSON.stringify({ idClaims: { note: 'x'.repeat(4000) } }) }));
    for (const key of ['large', 'large']) await sessions.read(key);
    expect(whole).toEqual(['large', 'large']);
    await sessions.read('a');
    for (let index = 0; index < 500; index += 1) {
      stored.set(`other ${index}`, record(`other ${index}`));
      await sessions.read(`other ${index}`);
    }
    whole = [];
    for (const key of ['other 0', 'a']) await sessions.read(key);
    expect(whole).toEqual(['a']);
  });
});
