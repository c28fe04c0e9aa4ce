import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedAt } from '../../tools/install.mjs';

/** A group that hangs is ended and counts as failed. */
const longestMinutes = 20;

const secondsToExit = 10;

/**
 * Runs the tests of some folders with Jest.
 * @param {{ folders: string[], left: string[], options: string[] }} run paths from `root`; `left`: files that cannot run; `options` for Jest
 * @returns {Promise<{ passed: number, failed: number, skipped: number, seconds: number }>} a file that does not load counts as one failure
 */
export async function runJest({ folders, left, options }, root) {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-tests-'));
  const report = join(folder, 'report.json');
  const started = Date.now();
  const patterns = folders.map((folder) => `^${escape(join(root, folder))}`);
  const ignored = ['/node_modules/', ...left.map((file) => `${escape(file)}$`)];
  const status = await jest(
    [...patterns, '--testPathIgnorePatterns', ...ignored, '--json', `--outputFile=${report}`, ...options],
    report,
    root,
  );
  const seconds = (Date.now() - started) / 1000;
  const counts = read(report);
  rmSync(folder, { recursive: true });
  const isSilentFailure = status !== 0 && counts.failed === 0;
  return { ...counts, failed: counts.failed + (isSilentFailure ? 1 : 0), seconds };
}

function jest(options, report, root) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const run = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', program, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = (why) => {
    console.error(`Ended: ${why}.`);
    run.kill('SIGKILL');
  };
  const longest = setTimeout(() => end(`these tests take longer than ${longestMinutes} minutes`), longestMinutes * 60_000);
  // The report is written after the last test: what still runs then is a server, socket or timer that a test left open.
  const left = setInterval(() => {
    const writtenAt = changedAt(report);
    if (writtenAt > 0 && Date.now() - writtenAt > secondsToExit * 1000)
      end('the tests are done, but something that they opened is not closed');
  }, 500);
  return new Promise((resolve) => {
    run.once('close', (status, signal) => {
      clearTimeout(longest);
      clearInterval(left);
      if (signal !== null) console.error(`Jest was ended by ${signal}.`);
      resolve(status ?? 1);
    });
  });
}

const escape = (path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function read(report) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
