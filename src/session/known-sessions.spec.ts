import { KnownSessions, type KnownSession } from './known-sessions.js';
import type { Session } from './session.js';

describe('KnownSessions', () => {
  function session(key: string): KnownSession {
    return { session: { key, data: { scopes: [] } } as unknown as Session, version: 0 };
  }

  it('keeps the 500 that were read last', () => {
    const known = new KnownSessions();
    for (let read = 0; read < 501; read += 1) known.keep(session(`key-${read}`), 100);
    expect(known.get('key-0')).toBeUndefined();
    expect(known.get('key-1')).toBeDefined();
    expect(known.get('key-500')).toBeDefined();
    known.keep(session('key-500'), 100);
    expect(known.get('key-1')).toBeDefined();
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
