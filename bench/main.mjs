// npm run bench: against what people use today. Needs Linux with taskset; under ten minutes.
//   --short            one round of short turns, under ninety seconds: does everybody still work?
//   --only NAME,NAME   contestants whose names hold one of these
//   --rounds N
//   --peers-node PATH  another Node for the peers and floors: what they cost where it is older
//   --large            a million sessions instead (--scale 0.01 for ten thousand, --only PostgreSQL)
//   --idle             10,000 idle connections and 500 pending logins instead
//   --profile          the CPU time of a page and of a sign-in by module instead
import '../tools/node-version.mjs';
import { parseArgs } from 'node:util';
import { moveToOurCore } from './support/process.mjs';
import { prepare } from './support/prepare.mjs';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    only: { type: 'string' },
    rounds: { type: 'string' },
    'peers-node': { type: 'string' },
    large: { type: 'boolean' },
    idle: { type: 'boolean' },
    profile: { type: 'boolean' },
    scale: { type: 'string', default: '1' },
  },
});
moveToOurCore();
prepare();
if (values.large) await (await import('./large.mjs')).measureLarge(Number(values.scale), values.only);
else if (values.idle) await (await import('./idle.mjs')).measureIdle();
else if (values.profile) await (await import('./profile.mjs')).measureProfile();
else {
  const { compare } = await import('./compare.mjs');
  await compare({
    length: values.short ? 'short' : 'full',
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    only: values.only?.split(','),
    peersNode: values['peers-node'],
  });
}
process.exit();
