import type { INestApplicationContext } from '@nestjs/common';
import * as testing from '@fanlight/signin/testing';
import { Browser } from './browser.js';

export interface SignedInPerson extends testing.SignedInPerson {
  /** In memory, signed in, on no page yet. */
  readonly browser: Browser;
}

/** The package's signedInAs, for what startApp returns, or anything that holds the Nest application as `app`; and a browser. */
export async function signedInAs(
  { app, url }: { readonly app: Pick<INestApplicationContext, 'get'>; readonly url: string },
  person: testing.StatedPerson = {},
): Promise<SignedInPerson> {
  const signedIn = await testing.signedInAs(app, person);
  const browser = new Browser({ now: () => Date.now() });
  for (const { name, value, secure } of signedIn.cookies)
    browser.cookies.keep(`${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`, new URL(url));
  return { browser, ...signedIn };
}
