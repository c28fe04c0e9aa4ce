import { endingCases } from './cases/endings.js';
import { sessionCases } from './cases/sessions.js';
import { tokenCases } from './cases/tokens.js';
import type { Backend } from './instance.js';

/** What every session store has to do, on a backend that is made once and shared by all cases. */
export function describeSessions(name: string, make: () => Promise<Backend>): void {
  describe(name, () => {
    let made: Backend | undefined;
    const backend = (): Backend => {
      if (!made) throw new Error('The backend is not there yet.');
      return made;
    };
    beforeAll(async () => void (made = await make()), 60_000);
    afterAll(() => made?.remove());

    describe('sessions', () => sessionCases(backend));
    describe('their endings', () => endingCases(backend));
    describe('their tokens', () => tokenCases(backend));
  });
}
