import { AuditRecorder } from '../../../packages/signin/src/audit/audit-recorder.js';
import { type AuditEvent, AuditTrail } from '../../../packages/signin/src/audit/audit-trail.js';
import { UserStore } from '../../../packages/signin/src/users/user-store.js';
import { closeScenarios, type Scenario, settle, startScenario } from '../../conformance/scenario.js';
import { Browser } from '../../support/browser.js';
import { DirectoryClient, newPerson, oktaUser, token } from './directory-client.js';

// Its hooks are for it alone: test/contracts runs it in one file with others.
describe('Provisioning', () => {
  let scenario: Scenario;
  let directory: DirectoryClient;
  let userId: string;
  let browser: Browser;

  beforeEach(async () => {
    scenario = await startScenario({ env: { SCIM_TOKEN: token } });
    directory = new DirectoryClient(scenario.app.url);
    browser = new Browser();
    await signIn();
    const { provider, app } = scenario;
    userId = (await app.app.get(UserStore).find(provider.issuer, provider.person.sub, 'default'))?.id ?? '';
  });
  afterEach(closeScenarios);

  async function signIn(): Promise<string> {
    return (await settle(browser, await browser.get(`${scenario.app.url}/profile`))).body;
  }

  /** What is kept of the directory's changes, in whatever order they came within a millisecond. */
  async function kept(): Promise<AuditEvent[]> {
    const { app } = scenario.app;
    await app.get(AuditRecorder).onApplicationShutdown();
    return (await app.get(AuditTrail).latest(userId)).filter(({ kind }) => kind === 'provisioned');
  }

  const provision = (): ReturnType<DirectoryClient['post']> =>
    directory.post('/Users', oktaUser('ada@example.test', scenario.provider.person.sub));

  describe('the audit trail of a person', () => {
    it('holds that the directory created, turned off, turned on and deleted them, once each, by which connection and from where', async () => {
      const id = (await provision()).body?.id;
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { displayName: 'Countess' } });
      for (const active of [false, false, true, true]) await directory.patch(`/Users/${id}`, { op: 'replace', value: { active } });
      await directory.delete(`/Users/${id}`);
      const events = await kept();
      expect(events.map(({ reason }) => reason).sort()).toEqual(['user_activated', 'user_created', 'user_deactivated', 'user_deleted']);
      for (const event of events)
        expect(event).toMatchObject({ userId, connection: 'default', session: undefined, address: expect.stringMatching(/./) as unknown });
    });

    it('holds that their groups changed, and nobody else’s', async () => {
      const id = (await provision()).body?.id;
      const bob = (await newPerson(directory)).id;
      const group = (await directory.post('/Groups', { displayName: 'Engineers', members: [{ value: id }, { value: bob }] })).body?.id;
      await directory.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${bob}"]` });
      expect((await kept()).map(({ reason }) => reason).sort()).toEqual(['groups_changed', 'user_created']);
    });

    it('tells them in words on their profile', async () => {
      const id = (await provision()).body?.id;
      await directory.post('/Groups', { displayName: 'Engineers', members: [{ value: id }] });
      await kept();
      const page = await signIn();
      expect(page).toContain('Your organisation added you to its directory here');
      expect(page).toContain('Your organisation changed your groups');
    });

    it('has no row for somebody who never signed in: the log has them', async () => {
      const { id } = await newPerson(directory, { externalId: 'nobody-yet' });
      await directory.delete(`/Users/${id}`);
      expect(await kept()).toEqual([]);
      expect(scenario.app.log.join()).toContain(id);
    });
  });
});
