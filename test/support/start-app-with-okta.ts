import type { EmbeddedOktaOptions } from '../../src/embedded-okta/embedded-okta.contract.js';
import { freePort } from './free-port.js';
import { type RunningApp, startApp } from './start-app.js';
import { type RunningOkta, startOkta } from './start-okta.js';

export interface RunningAppWithOkta extends RunningApp {
  readonly okta: RunningOkta;
}

/** The application and the embedded provider, knowing each other. `close` ends both. */
export async function startAppWithOkta(
  env: Readonly<Record<string, string>> = {},
  options: Partial<EmbeddedOktaOptions> = {},
): Promise<RunningAppWithOkta> {
  const okta = await startOkta(env['PUBLIC_URL'] ?? `http://localhost:${await freePort()}`, options);
  const app = await startApp({ ...okta.env, ...env }).catch(async (error: unknown) => {
    await okta.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await app.close();
    await okta.close();
  };
  return { ...app, okta, close };
}
