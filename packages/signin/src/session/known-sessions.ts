import type { SessionState, SessionStore } from './session-store.js';
import { type Session, toSession } from './session.js';

const maxEntries = 500;
/** Characters of a session's data, beyond which it is read anew by each request. */
const maxCharacters = 4000;

/** A session as it was read, with what the store says of it now. */
export interface KnownSession extends Pick<SessionState, 'keyId' | 'version'> {
  readonly session: Session;
}

/**
 * Reads sessions, and keeps what never changes of those that were read last: to read and parse that is half of what a request costs.
 * Whether a session still lives is never known here: the store says that each time.
 */
export class KnownSessions {
  private readonly known = new Map<string, KnownSession>();

  constructor(private readonly store: Pick<SessionStore, 'read' | 'readState'>) {}

  /** Undefined: it has ended. Throws StoreUnavailableError. */
  async read(key: string): Promise<KnownSession | undefined> {
    const known = this.known.get(key);
    if (known === undefined) return this.readWhole(key);
    const state = await this.store.readState(key);
    if (state?.version === known.version) {
      const { session } = known;
      return { ...state, session: session.seenAt === state.seenAt ? session : { ...session, seenAt: state.seenAt } };
    }
    this.known.delete(key);
    return state && this.readWhole(key);
  }

  private async readWhole(key: string): Promise<KnownSession | undefined> {
    const record = await this.store.read(key);
    if (record === undefined) return undefined;
    const { keyId, version, data } = record;
    const read = { session: toSession(record), keyId, version };
    if (data.length > maxCharacters) return read;
    // Several requests share it from now on.
    deepFreeze(read.session.data);
    this.known.set(key, read);
    // The one that was read first gives way, used or not: to keep account of their use would cost each request something.
    const [first] = this.known.size > maxEntries ? this.known.keys() : [];
    if (first !== undefined) this.known.delete(first);
    return read;
  }
}

function deepFreeze(value: object): void {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  Object.freeze(value);
}
