import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../servers/postgres.js';
import { Browser } from '../support/browser.js';
import { type Checkout, makeCheckout } from '../support/checkout.js';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { follow, readSteps } from '../support/walkthrough.js';

describe('What docs/build-on-it.md leads to', () => {
  let postgres: PostgresServer;
  let checkout: Checkout;

  beforeAll(async () => {
    postgres = await startPostgres();
    checkout = await makeCheckout([]);
    const document = await readFile(join(import.meta.dirname, '../../docs/build-on-it.md'), 'utf8');
    for (const step of readSteps(document)) if (step.kind !== 'run') await follow(step, checkout.directory);
  });

  afterAll(async () => {
    await checkout?.remove();
    await postgres?.remove();
  });

  it('works on PostgreSQL, and keeps in its table what people add', async () => {
    const database = await postgres.createDatabase();
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const ports = { PORT: String(port), PUBLIC_URL: url, EMBEDDED_OKTA_PORT: String(await freePort()) };
    const start = new Command(['npm', 'start'], checkout.directory, { ...ports, DATABASE_URL: database });
    await start.prints(`Open ${url} `);
    const alice = new Browser();
    const page = await signIn(alice, url, 'alice@example.com', 'alice', '/tasks');
    const form = page.forms.findIndex(({ fields }) => 'text' in fields);
    expect((await alice.submit(page, { text: 'Water the plants' }, form)).text).toContain('Water the plants');
    start.pressControlC();
    await start.exit();

    const rows = `select people.name, tasks.text, tasks.added_at > 1.7e12 as "isTime"
      from tasks join signin_users people on people.id = tasks.user_id`;
    expect(await postgres.query(database, rows)).toEqual([{ name: 'Alice Archer', text: 'Water the plants', isTime: true }]);
    await postgres.query(database, 'delete from signin_users');
    expect(await postgres.query(database, rows.replace('join', 'left join'))).toEqual([]);
  });
});
