// npm run bench: against what people use today. Needs Linux with taskset; about nine minutes.
//   --short            one round of short turns, under ninety seconds
//   --only NAME,NAME   contestants whose names hold one of these
//   --rounds N
import { parseArgs } from 'node:util';
import { moveToOurCore } from './support/process.mjs';
import { prepare } from './support/prepare.mjs';

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, only: { type: 'string' }, rounds: { type: 'string' } },
});
moveToOurCore();
prepare();
const { compare } = await import('./compare.mjs');
await compare({
  length: values.short ? 'short' : 'full',
  rounds: Number(values.rounds ?? (values.short ? 1 : 3)),
  only: values.only?.split(','),
});
process.exit();
