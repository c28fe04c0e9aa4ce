import type { Type } from '@nestjs/common';
import { start } from '../src/start.js';
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

const { publicUrl } = await start(example.modules);
console.log(`The example is at ${publicUrl.href}${example.page}`);
