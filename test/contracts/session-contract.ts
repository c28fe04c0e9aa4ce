import { endingCases } from './cases/endings.js';
import { identityCases } from './cases/identities.js';
import { outageCases } from './cases/outages.js';
import { sessionCases } from './cases/sessions.js';
import { tokenCases } from './cases/tokens.js';
import { oddTextCases, userCases } from './cases/users.js';
import type { Backend, Instance, StoppableBackend } from './instance.js';

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
  describe(`${name}, people`, () => {
    const backend = shared(make);
    userCases(backend);
    oddTextCases(backend);
    describe('with several accounts', () => identityCases(backend));
  });
}

/** The same for people of the application's own, and their sessions in the database. */
export function describeOwnPeople(name: string, make: () => Promise<Backend>): void {
  describe(name, () => {
    const backend = shared(make);
    userCases(backend);
    describe('their sessions', () => endingCases(backend));
  });
}

function commonCases<B extends Backend>(make: () => Promise<B>): () => B {
  const backend = shared(make);
  describe('sessions', () => sessionCases(backend));
  describe('their endings', () => endingCases(backend));
  describe('their tokens', () => tokenCases(backend));
  return backend;
}

/** The backend, made before the first case; what a case opens is closed after it, so that a failure leaves nothing running. */
function shared<B extends Backend>(make: () => Promise<B>): () => B {
  let made: B | undefined;
  let opened: Instance[] = [];
  beforeAll(async () => {
    const backend = await make();
    made = {
      ...backend,
      async open(options) {
        const instance = await backend.open(options);
        opened.push(instance);
        return instance;
      },
    };
  }, 60_000);
  afterEach(async () => {
    for (const instance of opened) await instance.close();
    opened = [];
  });
  afterAll(() => made?.remove());
  return () => {
    if (!made) throw new Error('The backend is not there yet.');
    return made;
  };
}
