import type { Page } from '../../support/page.js';
import { describePlan } from '../describe-plan.js';
import { startScenario, type Scenario } from '../scenario.js';
import { signOut, signOutRequestProblem } from '../sign-out.js';

const accepted = '200, in a frame of the provider, not to be stored; signed out';

describePlan('oidcc-client-front-channel-logout-rp-basic', {
  'oidcc-client-test-rp-frontchannel-rpinitlogout': {
    expected: accepted,
    drive: async () => {
      const scenario = await startWithFrontChannel();
      await scenario.signIn();
      const page = await signOut(scenario);
      return signOutRequestProblem(scenario) ?? outcomeOf(scenario, page);
    },
  },
});

describePlan('oidcc-client-logout-test-plan', {
  'oidcc-client-test-rp-frontchannel-opinitlogout': {
    expected: accepted,
    drive: async () => {
      const scenario = await startWithFrontChannel();
      await scenario.signIn();
      return outcomeOf(scenario, await scenario.browser.get(`${scenario.provider.origin}/logout?sid=${scenario.provider.lastSid()}`));
    },
  },
  // Ours: what the page says, since nobody else tells the person.
  'a frame without iss and sid, as providers load it that are not told to name the session': {
    expected: 'Nobody was signed out; stays signed in',
    drive: () => said(() => ''),
  },
  'a frame that names another session': {
    expected: 'Nobody is signed in here by that session; stays signed in',
    drive: () => said(({ provider }) => `?iss=${encodeURIComponent(provider.issuer)}&sid=another`),
  },
  'a frame that names this session': {
    expected: 'Signed out; signed out',
    drive: () => said(({ provider }) => `?iss=${encodeURIComponent(provider.issuer)}&sid=${provider.lastSid()}`),
  },
  'oidcc-client-test-session-management': {
    notApplicable: 'needs check_session_iframe, which browsers without third-party cookies have broken: back-channel logout does its work',
  },
});

/** The beginning of what the page says, and whether the session is over. */
async function said(queryOf: (scenario: Scenario) => string): Promise<string> {
  const scenario = await startWithFrontChannel();
  await scenario.signIn();
  const page = await (await fetch(`${scenario.app.url}/frontchannel-logout${queryOf(scenario)}`)).text();
  const text = /Nobody was signed out|Nobody is signed in here by that session|Signed out/.exec(page)?.[0];
  return `${text ?? page}; ${(await scenario.isSignedIn()) ? 'stays signed in' : 'signed out'}`;
}

async function startWithFrontChannel(): Promise<Scenario> {
  const scenario = await startScenario();
  scenario.provider.client.frontchannelLogoutUri = `${scenario.app.url}/frontchannel-logout`;
  return scenario;
}

/** Loads the frame of the provider's sign-out page. A frame of another site gets no SameSite=Lax cookie. */
async function outcomeOf({ provider, browser, isSignedIn }: Scenario, page: Page): Promise<string> {
  const source = /<iframe src="([^"]*)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
  if (source === undefined) return `no frame on ${page.url}`;
  const frame = await browser.fetch(page, source);
  const framed = isFrameable(frame, provider.origin) ? ', in a frame of the provider' : '';
  const unstored = frame.headers['cache-control']?.includes('no-store') ? ', not to be stored' : '';
  return `${String(frame.status)}${framed}${unstored}; ${(await isSignedIn()) ? 'stays signed in' : 'signed out'}`;
}

function isFrameable({ headers }: Page, origin: string): boolean {
  const ancestors = /frame-ancestors ([^;]*)/.exec(String(headers['content-security-policy'] ?? ''))?.[1];
  return (
    headers['x-frame-options'] === undefined &&
    (ancestors === undefined || ancestors.split(' ').some((one) => one === '*' || one === origin))
  );
}
