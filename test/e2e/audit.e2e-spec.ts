import { Browser } from '../support/browser.js';
import { jwtPattern } from '../support/jwt-pattern.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

interface Line {
  readonly context?: string;
  readonly kind?: string;
}

describe('The audit trail', () => {
  let pair: RunningPair;

  beforeEach(async () => {
    pair = await startPair();
  });

  afterEach(() => pair.close());

  /** Audit events of the log once one of this kind is there. */
  async function logged(kind: string): Promise<Line[]> {
    for (let tries = 0; ; tries += 1) {
      const events = pair.app.log.map((line) => JSON.parse(line) as Line).filter((line) => line.kind !== undefined);
      if (events.some((event) => event.kind === kind) || tries > 200) return events;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it("shows people on their profile what happened to their own sign-ins, and nobody else's", async () => {
    const [alice, bob] = [new Browser(), new Browser()];
    const profile = await signIn(alice, pair.url, 'alice@example.com', 'alice');
    await alice.submit(
      profile,
      {},
      profile.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    const again = await signIn(alice, pair.url, 'alice@example.com', 'alice');
    expect(again.text).toMatch(/Signed out/);
    expect((await signIn(bob, pair.url, 'bob@example.com', 'bob')).text).not.toMatch(/Signed out/);
  });

  it('logs who signed in from where, and why somebody was refused, and never a token or cookie', async () => {
    const browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
    await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    const events = await logged('refused');
    expect(events.find(({ kind }) => kind === 'signed_in')).toMatchObject({
      issuer: pair.okta.origin,
      subject: expect.any(String) as unknown,
      address: expect.stringMatching(/^(::1|127\.0\.0\.1)$/) as unknown,
      reference: expect.any(String) as unknown,
    });
    expect(events.find(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'user-not-assigned' });
    const log = pair.app.log.join('\n');
    expect(log).not.toMatch(jwtPattern);
    for (const { value } of browser.cookies.for(new URL(pair.url))) if (value.length > 20) expect(log).not.toContain(value);
  });
});
