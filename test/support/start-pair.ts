import type { Type } from '@nestjs/common';
import type { EmbeddedOktaOptions } from '../../packages/dev-okta/src/embedded-okta.js';
import { freePort } from './free-port.js';
import { startApp, type RunningApp } from './start-app.js';
import { startOkta, type RunningOkta } from './start-okta.js';

/** An application and the embedded provider that it uses. */
export interface RunningPair {
  readonly app: RunningApp;
  readonly okta: RunningOkta;
  /** The application's address. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts both on free ports. `env` comes on top of what they need of each other, `modules` on top of the application's. */
export async function startPair(
  env: Readonly<Record<string, string>> = {},
  options: Partial<EmbeddedOktaOptions> = {},
  modules: readonly Type[] = [],
): Promise<RunningPair> {
  const okta = await startOkta(env['PUBLIC_URL'] ?? `http://localhost:${env['PORT'] ?? (await freePort())}`, options);
  try {
    const app = await startApp({ ...okta.env, ...env }, modules);
    const close = async (): Promise<void> => {
      await app.close();
      await okta.close();
    };
    return { app, okta, url: app.url, close };
  } catch (error) {
    await okta.close();
    throw error;
  }
}
