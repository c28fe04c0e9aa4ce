import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '../support/command.js';
import { describeHost } from './describe-host.js';
import { hostsFolder } from './prepare.mjs';

/** The oldest Node that is promised; the host's package.json brings it. */
const oldest = join(hostsFolder, `nest-11-commonjs/node_modules/node-linux-${process.arch}/bin/node`);
const nodes = [process.execPath, ...(existsSync(oldest) ? [oldest] : [])];

describeHost(
  'Nest 11 on Express, module commonjs, as nest new wrote it early in 2025',
  () => ({ name: 'nest-11-commonjs', node: nodes.at(-1) }),
  () => runsItsOwnTests('nest-11-commonjs'),
);

describeHost(
  'Nest 11 on Express, module nodenext, as nest new wrote it late in 2025',
  () => ({ name: 'nest-11-nodenext' }),
  () => runsItsOwnTests('nest-11-nodenext'),
);

function runsItsOwnTests(name: string): void {
  it.each(nodes)('passes its own Jest tests, on %s', async (node) => {
    const jest = new Command([node, 'node_modules/jest/bin/jest.js', '--runInBand'], join(hostsFolder, name));
    const status = await jest.exit();
    expect(jest.output).toContain('Tests:       4 passed, 4 total');
    expect(status).toBe(0);
  });
}
