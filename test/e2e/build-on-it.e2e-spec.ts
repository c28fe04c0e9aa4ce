import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from '../support/browser.js';
import { type Checkout, makeCheckout } from '../support/checkout.js';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { follow, readSteps } from '../support/walkthrough.js';

const document = await readFile(join(import.meta.dirname, '../../docs/build-on-it.md'), 'utf8');

describe('docs/build-on-it.md', () => {
  let checkout: Checkout;
  let url: string;
  let ports: Record<string, string>;
  const commands: Command[] = [];

  beforeAll(async () => {
    checkout = await makeCheckout(['jest.config.mjs', 'test']);
    const port = await freePort();
    url = `http://localhost:${port}`;
    ports = { PORT: String(port), PUBLIC_URL: url, EMBEDDED_OKTA_PORT: String(await freePort()) };
  });

  afterAll(async () => {
    await Promise.all(commands.map((command) => command.remove()));
    await checkout?.remove();
  });

  const run = (line: string, env: Record<string, string> = {}): Command => {
    const command = new Command(line.split(' '), checkout.directory, env);
    commands.push(command);
    return command;
  };

  const succeeds = async (line: string): Promise<string> => {
    const command = run(line);
    if ((await command.exit()) !== 0) throw new Error(`${line}\n${command.output}`);
    return command.output;
  };

  const start = async (look: () => Promise<void>): Promise<void> => {
    const command = run('npm start', ports);
    await command.prints(`Open ${url} `);
    await look();
    command.pressControlC();
    await command.exit();
  };

  /** What the reader is told to see after each start. */
  const sights = [
    async (): Promise<void> => {
      expect((await signIn(new Browser(), url, 'alice@example.com', 'alice', '/login')).text).toContain('Welcome, Alice Archer');
      expect((await fetch(`${url}/tasks`)).status).toBe(404);
    },
    async (): Promise<void> => {
      const alice = new Browser();
      const empty = await signIn(alice, url, 'alice@example.com', 'alice', '/tasks');
      expect(empty.text).toContain('There is nothing to do.');
      const form = empty.forms.findIndex(({ fields }) => 'text' in fields);
      expect((await alice.submit(empty, { text: 'Read <the> rest' }, form)).text).toContain('Read <the> rest');
      expect((await alice.submit(empty, { text: '' }, form)).status).toBe(400);
      const closed = await signIn(new Browser(), url, 'bob@example.com', 'bob', '/tasks');
      expect([closed.status, closed.text]).toEqual([403, expect.stringContaining('This is for the group Admins')]);
    },
  ];

  const cloned = async (): Promise<void> => undefined;
  const meaning: Readonly<Record<string, () => Promise<unknown>>> = {
    'git clone <address of this repository> my-app': cloned,
    'cd my-app': cloned,
    'npm ci': cloned,
    'npm start': () => start(sights.shift()!),
    'npm run test:e2e -- test/e2e/tasks': async () => {
      expect(await succeeds('npm run test:e2e -- test/e2e/tasks')).toContain('\n2 passed, 0 failed');
    },
    // The rest of the check needs tools that a checkout does not hold; the types are what the document can get wrong.
    'npm run check': async () => {
      const files = ['src/main.ts', 'src/rendering/every-page.spec.ts', 'test/e2e/tasks.e2e-spec.ts'];
      await writeFile(join(checkout.directory, 'followed.json'), JSON.stringify({ extends: './tsconfig.json', files, include: [] }));
      await succeeds('node_modules/.bin/tsc -p followed.json');
    },
  };

  it('leads to what it promises when it is followed to the letter', async () => {
    const changed = readSteps(document).flatMap((step) => (step.kind === 'change' ? [step.path] : []));
    expect(changed).toEqual(['src/app.module.ts']);
    for (const step of readSteps(document)) {
      if (step.kind !== 'run') await follow(step, checkout.directory);
      else if (meaning[step.command] === undefined) throw new Error(`This test does not know what to do with: ${step.command}`);
      else await meaning[step.command]?.();
    }
    expect(sights).toEqual([]);
  }, 180_000);
});
