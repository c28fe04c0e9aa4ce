import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { DevProvider } from '@fanlight/signin/application';
import { createApp } from './app.setup.js';
import { loadSettings, type Settings } from '@fanlight/signin/settings';
import { failStart } from './start-failure.js';

/**
 * Starts the application by the settings of its environment, with `modules` on top of AppModule's list, and returns the settings.
 * Ends the process, with the reason in plain words, where it cannot start.
 */
export async function start(modules: readonly Type[] = []): Promise<Settings> {
  try {
    const settings = loadSettings();
    for (const { setting, message } of settings.warnings) console.warn(`${setting} ${message}`);
    const { publicUrl, provider, embeddedProvider, listen } = settings;
    const app = await createApp(settings, { modules });
    await app.listen(listen.port, listen.host);
    // The one line that a person reads after starting: where to go, through which server, and who can sign in.
    const through = embeddedProvider === undefined ? provider.server.label : `the embedded provider, ${provider.server.label}`;
    const who = app
      .get(DevProvider)
      .people.map(({ username, password }) => `${username} / ${password}`)
      .join(' or ');
    console.log(`Open ${publicUrl.href} and sign in through ${through}${who === '' ? '' : ` as ${who}`}.`);
    return settings;
  } catch (error) {
    return failStart(error);
  }
}
