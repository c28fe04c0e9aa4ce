import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { EmbeddedOkta, EmbeddedOktaOptions } from './embedded-okta.js';
import { AuthorizationServers } from './http/authorization-servers.js';
import { requestHandler } from './http/request-handler.js';
import { Organisation } from './organisation/organisation.js';

import { Store } from './provider/store.js';

/**
 * Starts an Okta-shaped organisation for development and tests: never for production.
 * @returns when it listens; rejects with the error of listen(), such as EADDRINUSE, or with StoreError
 */
export async function startEmbeddedOkta(options: EmbeddedOktaOptions): Promise<EmbeddedOkta> {
  const store = openStore(options.directory);
  const host = options.host ?? 'localhost';
  const server = createServer();
  server.listen(options.port, host);
  await once(server, 'listening').catch((error: unknown) => {
    store.close();
    throw error;
  });

  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  const organisation = new Organisation(origin, options, store);
  const onError = options.onError ?? (() => undefined);
  const servers = new AuthorizationServers(organisation, store, onError);
  server.on('request', requestHandler(servers, onError));

  return {
    origin,
    people: organisation.people,
    switches: organisation.switches,
    rotateKeys: () => servers.rotateKeys(),
    clearSessions: async (username) => {
      const person = organisation.personNamed(username);
      return person && servers.clearSessions(person);
    },
    provision: async () => organisation.provisioning?.push(organisation.people),
    setActive: async (username, active) => {
      const person = organisation.personNamed(username);
      if (person) await organisation.provisioning?.setActive(person, active);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

function openStore(directory: string | undefined): Store {
  if (directory === undefined) return new Store(':memory:');
  mkdirSync(directory, { recursive: true });
  return new Store(join(directory, 'embedded-okta.db'));
}
