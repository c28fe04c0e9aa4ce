import { spawn } from 'node:child_process';

/** Runs one check and prints its line; of one that fails, also all that it said. @returns {Promise<boolean>} whether it passed */
export async function runCheck({ name, purpose, command, write: repair }, write) {
  const started = Date.now();
  const { status, output } = await run(write && repair !== undefined ? repair : command);
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(13)}${seconds} s  ${purpose}`);
  if (status !== 0) console.log(output);
  return status === 0;
}

function run(command) {
  // Every tool is a Node program: this Node runs it, not the one that its first line would find.
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') })),
  );
}
