import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import { loadSettings } from '../../packages/signin/src/config/load-settings.js';
import type { Settings } from '../../packages/signin/src/config/settings.js';
import { nextDatabase } from './databases-of-apps.js';
import { freePort } from './free-port.js';
import { noteLogged } from './log-channel.js';

export interface RunningApp {
  /** PUBLIC_URL, without a slash at the end. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly settings: Settings;
  /** Every log line so far, at level trace unless the environment says otherwise. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the real application in this process.
 * @param env what the environment says, and nothing else of this process's own; a free port, a fresh folder for the database and
 * level trace come on top where it is silent.
 * @param modules a test's own modules, beside the application's. To start twice on one database, name DATABASE_URL and SESSION_SECRET.
 */
export async function startApp(env: Readonly<Record<string, string>> = {}, modules: readonly Type[] = []): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-'));
  const log: string[] = [];
  const port = env['PORT'] ?? String(await freePort());
  try {
    const settings = loadSettings({
      env: {
        NODE_ENV: 'test',
        PORT: port,
        PUBLIC_URL: `http://localhost:${port}`,
        DATABASE_URL: (await nextDatabase()) ?? `sqlite:${join(folder, 'app.db')}`,
        LOG_LEVEL: 'trace',
        ...env,
      },
      directory: folder,
    });
    const keep = (line: string): void => {
      log.push(line);
      noteLogged(line);
    };
    const app = await createApp(settings, { log: keep, modules });
    await app.listen(settings.listen.port, settings.listen.host).catch(async (error: unknown) => {
      await app.close();
      throw error;
    });
    const close = async (): Promise<void> => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { url: settings.publicUrl.href, app, settings, log, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
