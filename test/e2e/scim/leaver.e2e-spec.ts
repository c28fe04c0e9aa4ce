import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeLeaver } from './describe-leaver.js';

const folders: string[] = [];

describeLeaver(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-leaver-'));
  folders.push(folder);
  return { DATABASE_URL: `sqlite:${join(folder, 'app.db')}` };
});

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
