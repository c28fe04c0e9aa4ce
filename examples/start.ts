import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { createApp } from '../src/app.setup.js';
import { loadSettings } from '../src/config/load-settings.js';
import { startProvider } from '../src/embedded-provider.js';
import { failStart } from '../src/start-failure.js';
import { welcome } from '../src/welcome.js';
import { DownstreamModule } from './downstream/downstream.module.js';
import { SpaModule } from './spa/spa.module.js';

/** What each example adds to the application, and the page to open. */
const examples: Readonly<Record<string, { readonly modules: readonly Type[]; readonly page: string }>> = {
  spa: { modules: [SpaModule], page: '/spa' },
  downstream: { modules: [DownstreamModule], page: '/orders' },
};

const name = process.argv[2] ?? '';
const example = examples[name];
if (example === undefined) {
  console.error(`Which example? npm run example -- ${Object.keys(examples).join(' | ')}`);
  process.exit(2);
}

try {
  const settings = loadSettings();
  const people = await startProvider(settings);
  const app = await createApp(settings, { modules: example.modules });
  await app.listen(settings.listen.port, settings.listen.host);
  console.log(welcome(settings, people));
  console.log(`The example is at ${settings.publicUrl.href}${example.page}`);
} catch (error) {
  failStart(error);
}
