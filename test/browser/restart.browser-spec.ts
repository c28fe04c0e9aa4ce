import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../servers/chromium.js';
import { startApp } from '../support/start-app.js';
import { startPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

describe('A restart of the application', () => {
  it('keeps people signed in, and lets a sign-in finish that had begun before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-restart-'));
    const env = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'one secret for both lives of this application' };
    const chromium = await launchChromium();
    const first = await startPair(env);
    const [alice, bob] = [await welcomeVisitor(chromium), await welcomeVisitor(chromium)];
    await alice.page.goto(`${first.url}/profile`);
    await enterPassword(alice.page, 'alice@example.com', 'alice');
    await alice.page.waitForURL(`${first.url}/profile`);
    await bob.page.goto(`${first.url}/profile`);
    await first.app.close();

    const second = await startApp({ ...first.okta.env, ...env });
    await alice.page.reload();
    expect(await alice.page.getByRole('heading', { level: 1 }).textContent()).toBe('Alice Archer');
    await enterPassword(bob.page, 'bob@example.com', 'bob');
    await bob.page.waitForURL(`${second.url}/profile`);
    expect([...alice.troubles, ...bob.troubles]).toEqual([]);

    await chromium.close();
    await second.close();
    await first.okta.close();
    await rm(folder, { recursive: true });
  });
});
