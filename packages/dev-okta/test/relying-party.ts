import * as client from 'openid-client';
import type { EmbeddedOkta, EmbeddedOktaOptions } from '../src/embedded-okta.js';
import { startEmbeddedOkta } from '../src/start.js';
import { Browser, fetchAlone, type Visit } from './browser.js';

export const REDIRECT_URI = 'http://app.localhost:8080/authorization-code/callback';
export const POST_LOGOUT_REDIRECT_URI = 'http://app.localhost:8080/';
export const CLIENT_ID = 'okta-nest-signin-test';
export const CLIENT_SECRET = 'test-secret-0123456789';

/** Starts an organisation on a free port with the application of these tests. */
export function startOrganisation(options: Partial<EmbeddedOktaOptions> = {}): Promise<EmbeddedOkta> {
  return startEmbeddedOkta({
    port: 0,
    host: '127.0.0.1',
    redirectUris: [REDIRECT_URI],
    postLogoutRedirectUris: [POST_LOGOUT_REDIRECT_URI],
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    ...options,
  });
}

/** A sign-in as an independent library does it, to be changed by each test. */
export class RelyingParty {
  readonly browser = new Browser();
  readonly codeVerifier = client.randomPKCECodeVerifier();
  readonly nonce = client.randomNonce();
  readonly state = client.randomState();

  private constructor(readonly configuration: client.Configuration) {}

  static async discover(issuer: string, secret = CLIENT_SECRET): Promise<RelyingParty> {
    const configuration = await client.discovery(new URL(issuer), CLIENT_ID, secret, client.ClientSecretBasic(secret), {
      [client.customFetch]: (address, { body, ...options }) => fetchAlone(address, { ...options, body: body ?? null }),
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    });
    return new RelyingParty(configuration);
  }

  /** @param changes parameters to set; undefined removes one */
  async authorizationUrl(changes: Readonly<Record<string, string | undefined>> = {}): Promise<URL> {
    const url = client.buildAuthorizationUrl(this.configuration, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile email',
      state: this.state,
      nonce: this.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(this.codeVerifier),
      code_challenge_method: 'S256',
    });
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return url;
  }

  /** Goes through the sign-in page when it is shown. */
  async signIn(person: string, changes?: Readonly<Record<string, string | undefined>>): Promise<Visit> {
    const page = await this.browser.visit(await this.authorizationUrl(changes));
    if (!page.url.pathname.startsWith('/signin/')) return page;
    return this.browser.visit(page.url, { username: `${person}@example.com`, password: person });
  }

  tokens({ url }: Visit): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> {
    return client.authorizationCodeGrant(this.configuration, url, {
      pkceCodeVerifier: this.codeVerifier,
      expectedNonce: this.nonce,
      expectedState: this.state,
      idTokenExpected: true,
    });
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export const BASIC = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;

/** Posts a form with the client's credentials, as a plain HTTP client. */
export async function post(
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { authorization: BASIC },
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
