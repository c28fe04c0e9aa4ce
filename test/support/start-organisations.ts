import type { Type } from '@nestjs/common';
import { freePort } from './free-port.js';
import { type RunningApp, startApp } from './start-app.js';
import { type RunningOkta, startOkta } from './start-okta.js';

/** An application and the organisations whose people it signs in: embedded ones, the first of them the connection `default`. */
export interface RunningOrganisations {
  readonly app: RunningApp;
  readonly url: string;
  /** By connection. */
  readonly okta: Readonly<Record<string, RunningOkta>>;
  close(): Promise<void>;
}

/** What the settings of one connection say of an embedded organisation, by the ordinary names. */
export function connectionTexts({ env }: Pick<RunningOkta, 'env'>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^O(?:KTA|IDC)_/.test(name)));
}

/** The redirect URI of a connection. */
function callbackOf(url: string, id: string): string {
  return `${url}/authorization-code/callback${id === 'default' ? '' : `/${id}`}`;
}

/**
 * `connections`: ids, each with further settings by their ordinary names, such as DOMAINS. Where they name no issuer, an embedded organisation is
 * started for it, as for `default`, which is there in any case.
 */
export async function startOrganisations(
  connections: Readonly<Record<string, Readonly<Record<string, string>>>>,
  env: Readonly<Record<string, string>> = {},
  modules: readonly Type[] = [],
): Promise<RunningOrganisations> {
  const url = env['PUBLIC_URL'] ?? `http://localhost:${env['PORT'] ?? (await freePort())}`;
  const ids = Object.keys(connections);
  const embedded = ['default', ...ids.filter((id) => connections[id]?.['OIDC_ISSUER'] === undefined)];
  const okta = Object.fromEntries(
    await Promise.all(embedded.map(async (id) => [id, await startOkta(url, { redirectUris: [callbackOf(url, id)] })] as const)),
  );
  const close = async (app?: RunningApp): Promise<void> => {
    await app?.close();
    await Promise.all(Object.values(okta).map((organisation) => organisation.close()));
  };
  try {
    const texts = ids.flatMap((id) => {
      const prefix = `CONNECTION_${id.toUpperCase().replaceAll('-', '_')}_`;
      const own = okta[id] === undefined ? {} : connectionTexts(okta[id]);
      return Object.entries({ ...own, ...connections[id] }).map(([name, text]) => [prefix + name, text] as const);
    });
    const further = ids.length === 0 ? {} : { CONNECTIONS: ids.join(','), ...Object.fromEntries(texts) };
    const app = await startApp({ ...okta['default']?.env, ...further, ...env }, modules);
    return { app, url: app.url, okta, close: () => close(app) };
  } catch (error) {
    await close();
    throw error;
  }
}
