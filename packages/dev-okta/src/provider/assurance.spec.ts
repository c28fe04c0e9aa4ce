import type { EmbeddedOkta } from '../embedded-okta.js';
import { RelyingParty, startOrganisation } from '../../test/relying-party.js';
import { meets, requestedAssurance } from './assurance.js';

const TWO_FACTORS = 'urn:okta:loa:2fa:any';

describe('acr_values, max_age and prompt=login', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  beforeEach(async () => {
    app = await RelyingParty.discover(okta.origin);
  });
  afterAll(() => okta.close());

  it('shows the sign-in page again for more than the session has, and says so in acr and amr', async () => {
    expect((await claims({})).acr).toBeUndefined();
    await expect(shown({ acr_values: TWO_FACTORS })).resolves.toBe(true);
    expect(await claims({ acr_values: TWO_FACTORS })).toMatchObject({ acr: TWO_FACTORS, amr: ['pwd', 'mfa', 'otp'] });
    await expect(shown({ acr_values: TWO_FACTORS })).resolves.toBe(false);
    await expect(shown({ acr_values: 'phr' })).resolves.toBe(true);
  });

  it('is content with a password where Okta is', async () => {
    await app.signIn('alice');
    await expect(shown({ acr_values: 'urn:okta:loa:1fa:pwd' })).resolves.toBe(false);
    expect(await claims({ acr_values: 'urn:okta:loa:1fa:pwd' })).toMatchObject({ acr: 'urn:okta:loa:1fa:pwd', amr: ['pwd'] });
  });

  it('refuses someone without a second factor', async () => {
    expect((await app.signIn('onefactor')).url.searchParams.has('code')).toBe(true);
    const { url } = await app.browser.visit(await app.authorizationUrl({ acr_values: TWO_FACTORS }));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: 'unmet_authentication_requirements',
      error_description: "Unable to meet the authentication requirements imposed by 'acr_values' parameter.",
    });
  });

  it('cannot ask for a second factor silently', async () => {
    await app.signIn('alice');
    const { url } = await app.signIn('alice', { acr_values: TWO_FACTORS, prompt: 'none' });
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: 'login_required',
      error_description: 'The client specified not to prompt, but the client app requires re-authentication or MFA.',
    });
  });

  it.each<Record<string, string>>([{ prompt: 'login' }, { max_age: '0' }])('asks for the password again for %j', async (changes) => {
    await app.signIn('alice');
    await expect(shown({})).resolves.toBe(false);
    await expect(shown(changes)).resolves.toBe(true);
  });

  it('tells when the person signed in, not when the token was made', async () => {
    const first = await claims({});
    expect(first.auth_time).toBeLessThanOrEqual(Number(first.iat));
    expect((await claims({})).auth_time).toBe(first.auth_time);
  });

  async function shown(changes: Record<string, string>): Promise<boolean> {
    return (await app.browser.visit(await app.authorizationUrl(changes))).url.pathname.startsWith('/signin/');
  }

  async function claims(changes: Record<string, string>) {
    const found = (await app.tokens(await app.signIn('alice', changes))).claims();
    if (!found) throw new Error('no ID token');
    return found;
  }
});

describe('assurance levels', () => {
  it('take the first value that Okta knows', () => {
    expect(requestedAssurance('unknown phr urn:okta:loa:1fa:any')).toBe('phr');
    expect(requestedAssurance('unknown')).toBeUndefined();
    expect(requestedAssurance(undefined)).toBeUndefined();
  });

  it.each([
    [undefined, undefined, true],
    [undefined, 'urn:okta:loa:2fa:any:ifpossible', true],
    [undefined, TWO_FACTORS, false],
    ['phr', TWO_FACTORS, true],
    [TWO_FACTORS, 'phrh', false],
  ])('having %s is enough for %s: %s', (reached, wanted, enough) => {
    expect(meets(reached, wanted)).toBe(enough);
  });
});
