import type { Ask } from '../doctor/ask.js';

/** The servers that any organisation may have; others are named by their id. */
export type UsualServer = 'org' | 'default';

export interface ServerAnswer {
  readonly id: UsualServer;
  readonly works: boolean;
}

/** Asks which of an organisation's authorization servers answer. @throws NoAnswer when the organisation cannot be reached at all */
export async function findServers(orgUrl: string, ask: Ask): Promise<readonly ServerAnswer[]> {
  const issuers = [['org', orgUrl] as const, ['default', `${orgUrl}/oauth2/default`] as const];
  return Promise.all(
    issuers.map(async ([id, issuer]) => {
      const { status, text } = await ask({ url: `${issuer}/.well-known/openid-configuration`, headers: { accept: 'application/json' } });
      return { id, works: status === 200 && text.includes(`"${issuer}"`) };
    }),
  );
}

/** The one to take where nobody chooses: signing people in needs no more than the org server, which needs no access policy. */
export function preferred(servers: readonly ServerAnswer[]): UsualServer | undefined {
  return servers.find(({ works }) => works)?.id;
}
