import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';

const pagesEach = 20;
/** Milliseconds that somebody stays who stays, and between two of their pages. */
const stay = 15_000;
const reading = 250;

/** Comes, looks around and leaves. `count` is told of each step; rejects with the first failure. */
export async function passBy({ url, agent, pages, count }) {
  const browser = await arrive({ url, agent, pages, count });
  for (let visit = 0; visit < pagesEach; visit += 1) await open(browser, pages.profile, count);
  await askForToken(browser, count);
  await leave(browser, pages, count);
}

/** Stays for a while and needs an access token at each page, in two tabs at once: those that have run out are refreshed meanwhile. */
export async function stayAWhile({ url, agent, pages, count, until }) {
  const browser = await arrive({ url, agent, pages, count });
  const leaves = Math.min(until, performance.now() + stay);
  do {
    await open(browser, pages.profile, count);
    await Promise.all([askForToken(browser, count), askForToken(browser, count)]);
    await sleep(reading);
  } while (performance.now() < leaves);
  await leave(browser, pages, count);
}

async function arrive({ url, agent, pages, count }) {
  const browser = new Browser(url, agent);
  await browser.signIn(pages);
  count.signIns += 1;
  return browser;
}

async function open(browser, path, count) {
  const page = await browser.fetch(path);
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  count.pages += 1;
}

async function askForToken(browser, count) {
  const { status, body } = await browser.fetch('/bench/token');
  if (status !== 200) throw new Error(`/bench/token answered ${status}: ${body.slice(0, 200)}`);
  count.tokens += 1;
}

async function leave(browser, pages, count) {
  const answer = await browser.fetch('/logout', { method: 'POST', body: '' });
  if (answer.status >= 400) throw new Error(`/logout answered ${answer.status}`);
  const after = await browser.fetch(pages.profile);
  if (after.status === 200) throw new Error('signed in after signing out');
  count.signOuts += 1;
}
