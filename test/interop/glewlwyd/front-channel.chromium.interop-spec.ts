import { client } from '../interop-provider.js';
import { signIn, startVisit, type Visit } from './visit.js';

/** Glewlwyd's sign-out page is made by its scripts, and so is the frame in it: only a real browser shows what comes of it. */
describe('Glewlwyd, in a browser', () => {
  let visit: Visit;

  beforeAll(async () => {
    visit = await startVisit();
  });
  afterAll(() => visit.close());

  it('ends the session here through a frame when the person signs out there, and no other session', async () => {
    const [desk, phone] = [await visit.welcome(), await visit.welcome()];
    for (const { page } of [desk, phone]) await signIn(page, visit.app.url);
    const sid = await visit.sidOf(desk);
    const there = await desk.context.newPage();
    const ending = new URLSearchParams({ prompt: 'end_session', plugin: 'oidc', sid, client_id: client.id });
    await there.goto(`${visit.origin}/login.html?${ending.toString()}`);
    const framed = there.waitForResponse((response) => response.url().startsWith(`${visit.app.url}/frontchannel-logout`));
    await there.getByRole('button', { name: 'Logout' }).first().click();
    const answer = await framed;
    await there.getByText('You are disconnected').waitFor();
    expect([answer.status(), new URL(answer.url()).searchParams.get('sid')]).toEqual([200, sid]);
    expect(await visit.statusOf(desk)).toBe(401);
    expect(await visit.statusOf(phone)).toBe(200);
    expect(visit.app.log.some((line) => line.includes('"reason":"front_channel"'))).toBe(true);
    // The browser let the frame load: no policy stopped it.
    expect(desk.troubles.filter((trouble) => /Content.Security.Policy|X-Frame-Options|frame/i.test(trouble))).toEqual([]);
  });

  it('signs out here and there, and comes back', async () => {
    const desk = await visit.welcome();
    await signIn(desk.page, visit.app.url);
    await desk.page.getByRole('button', { name: 'Sign out' }).first().click();
    await desk.page.getByRole('button', { name: 'Logout' }).first().click();
    await desk.page.waitForURL(`${visit.app.url}/`);
    expect(await visit.statusOf(desk)).toBe(401);
    await desk.page.goto(`${visit.app.url}/profile`);
    await desk.page.getByLabel('Login').waitFor();
  });
});
