import { text } from 'node:stream/consumers';
import { setup } from './setup.js';
import { terminalQuestions } from './terminal-questions.js';

process.exitCode = await setup(process.argv.slice(2), {
  directory: process.cwd(),
  questions: process.stdin.isTTY && process.stdout.isTTY ? terminalQuestions : undefined,
  say: (line) => void process.stdout.write(line),
  readStandardInput: () => text(process.stdin),
});
