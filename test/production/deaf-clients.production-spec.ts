import { freePort } from '../support/free-port.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { DeafClients } from './deaf-clients.js';
import { buildApplication, Instance, type Build } from './instances.js';

const heap = 256;
const clients = 150;
/** Pages loaded meanwhile, one after the other. */
const visits = 20;

describe(`One instance with ${heap} MB of heap`, () => {
  let okta: RunningOkta;
  let build: Build;
  let instance: Instance;

  beforeAll(async () => {
    const port = await freePort();
    [okta, build] = await Promise.all([startOkta(`http://localhost:${port}`), buildApplication()]);
    instance = new Instance(build, port, {
      ...okta.env,
      NODE_ENV: 'production',
      NODE_OPTIONS: `--max-old-space-size=${heap}`,
      HOST: '127.0.0.1',
      OIDC_RESPONSE_MODE: 'form_post',
      SESSION_SECRET: 'f3a9c1e07b5d48269e1f0c7ab3d5824617c9e0fa42bd6837',
    });
    await instance.start();
  }, 240_000);

  afterAll(async () => {
    await instance?.stop();
    await okta?.close();
    await build?.remove();
  }, 60_000);

  it.each(['many fields', 'a long code'])(
    'outlives %s from clients that never read what is said to them',
    async (kind) => {
      const form = kind === 'many fields' ? 'a&'.repeat(131_071) : `state=s&code=${'"'.repeat(9_000)}`;
      const attack = new DeafClients(instance.port, clients, form);
      const statuses = new Set<number>();
      for (let count = 0; count < visits; count += 1) statuses.add((await fetch(`http://127.0.0.1:${instance.port}/`)).status);
      console.log(`${kind}: ${Math.round((await instance.memory()) / 1_048_576)} MB with ${attack.sent} requests sent`);
      attack.close();
      expect([...statuses]).toEqual([200]);
    },
    180_000,
  );
});
