import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { type AuthorizationServer, clientMetadata, type Organisation } from '../organisation/organisation.js';
import type { Store, StoredEntry } from './store.js';

/** One Okta session serves all authorization servers; codes and tokens belong to the one that issued them. */
const sharedKinds = new Set(['Session', 'Interaction', 'Grant']);

/** @returns oidc-provider's storage on our store; clients come from the organisation, so that its switches count at once. */
export function adapterFor(server: AuthorizationServer, organisation: Organisation, store: Store): AdapterFactory {
  return (model) => {
    const adapter = storeAdapter(model, server, organisation, store);
    if (model !== 'Client') return adapter;
    const find = async (clientId: string) => {
      const application = organisation.applicationOf(clientId);
      return application && clientMetadata(application, organisation.switches);
    };
    return { ...adapter, find };
  };
}

function storeAdapter(model: string, server: AuthorizationServer, { switches }: Organisation, store: Store): Adapter {
  const kind = sharedKinds.has(model) ? model : `${server.id}:${model}`;
  const leeway = () => (model === 'RefreshToken' ? switches.refreshTokenLeeway * 1000 : 0);
  return {
    upsert: async (id, payload, expiresIn) => store.put(kind, id, payload, expiresIn),
    find: async (id) => toPayload(store.get(kind, id), leeway()),
    findByUid: async (uid) => toPayload(store.getByUid(kind, uid), leeway()),
    findByUserCode: async () => undefined,
    consume: async (id) => store.consume(kind, id),
    destroy: async (id) => store.remove(kind, id),
    revokeByGrantId: async (grantId) => store.removeBy('grantId', kind, grantId),
  };
}

function toPayload(entry: StoredEntry<AdapterPayload> | undefined, leeway: number): AdapterPayload | undefined {
  if (!entry) return undefined;
  const consumed = entry.consumedAt !== undefined && Date.now() - entry.consumedAt >= leeway;
  return consumed ? { ...entry.payload, consumed: true } : entry.payload;
}
