import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const wcag22aa: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/**
 * Checks the page as it is shown now against WCAG 2.2 AA and axe-core's best practices.
 * @returns one line for each element that breaks a rule; empty: nothing found
 */
export async function checkAccessibility(page: Page): Promise<string[]> {
  // Through the debugging protocol, which the page's Content-Security-Policy does not govern.
  await page.evaluate(await source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(wcag22aa)})`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
