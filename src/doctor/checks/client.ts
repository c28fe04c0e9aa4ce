import type { Check } from '../check.js';
import { found } from '../failure.js';
import { jsonObject, errorIn } from '../provider-json.js';

/** Okta's discovery document takes a client ID: it refuses one that it does not know, and names that client's issuer. */
export const clientCheck: Check = {
  id: 'client',
  title: 'Client ID',
  needs: ['discovery'],
  applies: ({ facts }) => facts.orgUrl !== undefined,
  run: async ({ settings, facts, ask }) => {
    const { status, text } = await ask({ url: `${settings.provider.server.discoveryUrl}?client_id=${encodeURIComponent(facts.clientId)}` });
    const body = jsonObject(text);
    if (status === 200 && body?.['issuer'] === facts.issuer) return { status: 'ok', finding: `Okta knows ${facts.clientId}.` };
    if (status === 200 && typeof body?.['issuer'] === 'string') {
      const differs = found({ where: 'discovery', code: 'issuer_mismatch' }, facts);
      return { ...differs, details: [`For this client Okta calls itself ${body['issuer']}.`] };
    }
    return found({ where: 'discovery', status, ...errorIn(body) }, facts, status >= 500 || status === 429 ? 'unknown' : 'failed');
  },
};
