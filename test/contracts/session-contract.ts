import { endingCases } from './cases/endings.js';
import { outageCases } from './cases/outages.js';
import { sessionCases } from './cases/sessions.js';
import { tokenCases } from './cases/tokens.js';
import { userCases } from './cases/users.js';
import type { Backend, StoppableBackend } from './instance.js';

/** What every session store has to do, on a backend that is made once and shared by all cases. */
export function describeSessions(name: string, make: () => Promise<Backend>): void {
  describe(name, () => {
    commonCases(make);
  });
}

/** The same, and what happens while its server is away. */
export function describeSessionsOnServer(name: string, make: () => Promise<StoppableBackend>): void {
  describe(name, () => {
    const backend = commonCases(make);
    describe('an outage', () => outageCases(backend));
  });
}

export function describeUsers(name: string, make: () => Promise<Backend>): void {
  describe(`${name}, people`, () => userCases(shared(make)));
}

function commonCases<B extends Backend>(make: () => Promise<B>): () => B {
  const backend = shared(make);
  describe('sessions', () => sessionCases(backend));
  describe('their endings', () => endingCases(backend));
  describe('their tokens', () => tokenCases(backend));
  return backend;
}

function shared<B extends Backend>(make: () => Promise<B>): () => B {
  let made: B | undefined;
  beforeAll(async () => void (made = await make()), 60_000);
  afterAll(() => made?.remove());
  return () => {
    if (!made) throw new Error('The backend is not there yet.');
    return made;
  };
}
