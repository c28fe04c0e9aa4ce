import 'reflect-metadata';
import { createApp } from './app.setup.js';
import { loadSettings } from './config/load-settings.js';
import { startProvider } from './embedded-provider.js';
import { failStart } from './start-failure.js';
import { welcome } from './welcome.js';

try {
  const settings = loadSettings();
  for (const { setting, message } of settings.warnings) console.warn(`${setting} ${message}`);
  const people = await startProvider(settings);
  const app = await createApp(settings);
  await app.listen(settings.listen.port, settings.listen.host);
  console.log(welcome(settings, people));
} catch (error) {
  failStart(error);
}
