import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

export type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/**
 * Starts Chromium without a window: the one that CHROMIUM names, the machine's own, or the one from the registry.
 * Needs no library of the system; runs as root too.
 */
export async function launchChromium(): Promise<Browser> {
  // Its sandbox needs rights that root in a container does not have; only pages of these tests are loaded.
  return chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
}

async function findChromium(): Promise<string> {
  const installed = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  return process.env.CHROMIUM ?? installed.find((file) => existsSync(file)) ?? (await unpackChromium());
}

async function unpackChromium(): Promise<string> {
  // Read when the module loads: it then brings the libraries that a bare system lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
