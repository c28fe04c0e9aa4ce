import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeTwoInstances } from './describe-two-instances.js';

describeTwoInstances('one SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-two-'));
  return { url: `sqlite:${join(folder, 'app.db')}`, remove: () => rm(folder, { recursive: true }) };
});
