#!/usr/bin/env node
import { styleText } from 'node:util';
import { doctor } from './doctor.js';

process.exitCode = await doctor(
  process.argv.slice(2),
  // Not the application of this repository, where it is a workspace.
  { inHost: import.meta.filename.includes('node_modules') },
  {
    say: (text) => void process.stdout.write(text),
    confirm,
    // Colours where the terminal wants them.
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
  },
);

async function confirm(message: string): Promise<boolean> {
  const prompts = await import('@clack/prompts');
  // Who leaves says no.
  return (await prompts.confirm({ message, initialValue: false })) === true;
}
