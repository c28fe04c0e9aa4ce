import { KnownSessions, type KnownSession } from './known-sessions.js';
import type { Session } from './session.js';

describe('KnownSessions', () => {
  function session(key: string): KnownSession {
    return { session: { key, data: { scopes: [] } } as unknown as Session, version: 0 };
  }

  it('keeps a thousand at most, and of those the ones that are used', () => {
    const known = new KnownSessions();
    for (let made = 0; made < 2000; made += 1) {
      known.keep(session(`key-${made}`), 100);
      known.get('key-0');
    }
    const kept = Array.from({ length: 2000 }, (_, made) => known.get(`key-${made}`)).filter((found) => found !== undefined);
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(kept[0]?.session.key).toBe('key-0');
    expect(known.get('key-1999')).toBeDefined();
    expect(known.get('key-1')).toBeUndefined();
  });

  it('keeps no session with much data', () => {
    const known = new KnownSessions();
    known.keep(session('large'), 4001);
    expect(known.get('large')).toBeUndefined();
  });

  it('forgets', () => {
    const known = new KnownSessions();
    known.keep(session('key'), 100);
    known.forget('key');
    expect(known.get('key')).toBeUndefined();
  });
});
