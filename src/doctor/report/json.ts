import type { Facts } from '../../diagnosis/diagnosis.js';
import type { CheckReport } from '../check.js';
import { countByStatus, stopsSignIn } from './summary.js';

/** The whole run as one JSON document, with a line break at the end. */
export function reportJson(reports: readonly CheckReport[], facts: Facts): string {
  const document = {
    ok: !stopsSignIn(reports),
    issuer: facts.issuer,
    clientId: facts.clientId,
    redirectUri: facts.redirectUri,
    counts: countByStatus(reports),
    checks: reports.map(({ check, status, finding, details, providerWords, diagnosis, fix }) => ({
      id: check.id,
      title: check.title,
      status,
      finding,
      details,
      providerWords,
      diagnosis: diagnosis?.id,
      who: diagnosis?.who,
      steps: diagnosis?.steps,
      paste: diagnosis?.paste,
      source: diagnosis?.source,
      fix: fix?.calls,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
