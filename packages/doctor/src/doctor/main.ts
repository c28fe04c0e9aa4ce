#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { doctor } from './doctor.js';

process.exitCode = await doctor(
  process.argv.slice(2),
  {},
  {
    say: (text) => void process.stdout.write(text),
    confirm,
    // Colours where the terminal wants them.
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
  },
);

/** Only a plain yes is one. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} (y/N) `)).trim());
  } finally {
    terminal.close();
  }
}
