import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const always = {
  'content-security-policy': expect.stringMatching(
    /^default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self'[^;]*;frame-ancestors 'none'$/,
  ),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Address, whether one is signed in, and the status. */
const pages = [
  ['/', false, 200],
  ['/', true, 200],
  ['/profile', true, 200],
  ['/logout', true, 200],
  ['/api/me', true, 200],
  ['/api/me', false, 401],
  ['/login', false, 302],
  ['/authorization-code/callback?code=x&state=y', false, 400],
  ['/nowhere', false, 404],
  ['/healthz', false, 200],
  ['/readyz', false, 200],
  ['/metrics', false, 200],
] as const;

describe('The headers of', () => {
  let pair: RunningPair;
  let signedIn: string;
  const sent = new Map<string, string>();

  beforeAll(async () => {
    pair = await startPair();
    const browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
    signedIn = browser.cookies.header(new URL(pair.url), undefined, true) ?? '';
  });

  afterAll(async () => {
    await pair.close();
    console.log([...sent].map(([page, names]) => `${page}: ${names}`).join('\n'));
  });

  it.each(pages)('%s, signed in: %s', async (path, isSignedIn, status) => {
    const headers = { accept: path.startsWith('/api') ? 'application/json' : 'text/html', ...(isSignedIn && { cookie: signedIn }) };
    const answer = await fetch(`${pair.url}${path}`, { headers, redirect: 'manual' });
    // For the reader: what is the same everywhere is named once.
    const own = [...answer.headers.keys()].filter((name) => !(name in always));
    sent.set(`${path}${isSignedIn ? ', signed in' : ''}`, [`the ${Object.keys(always).length} of all pages`, ...own].join(', '));
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(always);
    expect(answer.headers.get('etag')).toBeNull();
    expect(answer.headers.get('server') ?? answer.headers.get('x-powered-by')).toBeNull();
    if (isSignedIn) expect(answer.headers.get('cache-control')).toMatch(/no-store/);
  });
});
