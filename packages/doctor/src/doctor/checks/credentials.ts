import { diagnose } from '../../diagnosis/diagnose.js';
import { symptomOf } from '../../diagnosis/diagnosis.js';
import { beginLogin, exchangeCode, introspectToken, OidcError, parseJsonObject } from '@fanlight/oidc';
import type { Check } from '../check.js';
import { errorIn } from '../provider-json.js';
import { explained, resultFor, resultForError } from '../result.js';

/** Okta's discovery document takes a client ID: it refuses one that it does not know, and names that client's issuer. */
export const clientCheck: Check = {
  id: 'client',
  title: 'Client ID',
  applies: ({ facts }) => facts.orgUrl !== undefined,
  run: async ({ settings, facts, send }) => {
    const response = await send({
      url: `${settings.provider.server.discoveryUrl}?client_id=${encodeURIComponent(facts.clientId)}`,
    });
    const { status } = response;
    const issuer = parseJsonObject(response.text)?.issuer;
    if (status === 200 && issuer === facts.issuer) return { status: 'ok', finding: `Okta knows ${facts.clientId}.` };
    if (status === 200 && typeof issuer === 'string') {
      const details = [`For this client Okta calls itself ${issuer}.`];
      return explained({ where: 'discovery', code: 'issuer_mismatch' }, facts, { details });
    }
    return resultFor({ where: 'discovery', ...errorIn(response) }, facts, status >= 500 || status === 429 ? 'unknown' : 'failed');
  },
};

/** Asks about a token that does not exist: an answer proves ID, secret and method, and nothing changes (RFC 7662, section 2.2). */
export const credentialsCheck: Check = {
  id: 'credentials',
  title: 'Client credentials',
  run: async ({ settings, provider, send }) => {
    const { clientAuth } = settings.provider;
    if (clientAuth === 'none') return { status: 'ok', finding: 'There are none: OIDC_CLIENT_AUTH=none.' };
    const context = await provider.context();
    const { introspection } = context.metadata.endpoints;
    if (introspection === undefined) {
      return {
        status: 'unknown',
        finding: 'The provider has no introspection, with which they could be tried; the next check tries them.',
      };
    }
    await introspectToken(context, 'doctor');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const anonymous = await send({ url: introspection, method: 'POST', headers, body: 'token=doctor' });
    // Some send those whom they do not know to a sign-in page (Spring).
    if (anonymous.status < 300)
      return { status: 'unknown', finding: 'The introspection of this provider answers anybody; the next check tries them.' };
    return { status: 'ok', finding: `The provider accepts them (${clientAuth}).` };
  },
};

/** Hands in a code that was never issued: everything but the code is looked at first, and the refusal tells how far it came. */
export const tokenCheck: Check = {
  id: 'token',
  title: 'Token request',
  run: async ({ facts, provider }) => {
    const context = await provider.context();
    const endpoints = { ...context.metadata.endpoints, pushedAuthorization: undefined };
    // No request is pushed for a code that is made up.
    const quiet = { ...context, metadata: { ...context.metadata, endpoints, requiresPushedAuthorization: false } };
    const { transaction } = await beginLogin(quiet, {});
    const response = new URLSearchParams({ code: 'doctor', state: transaction.state, iss: transaction.issuer });
    try {
      await exchangeCode(context, response, transaction);
    } catch (error) {
      if (error instanceof OidcError && error.code === 'token_refused') {
        const { id } = diagnose(symptomOf(error), facts);
        const refused = error.response?.error;
        if (id === 'code-invalid' || refused === 'invalid_grant')
          return { status: 'ok', finding: 'The provider takes the request, and refuses only the code that was made up.' };
        // RFC 6749, section 5.2: both say that the client did not prove itself, whatever words come along.
        const isClientRefused = refused === 'invalid_client' || error.response?.status === 401;
        if (id === 'unknown' && !isClientRefused) return { ...resultForError(error, facts), status: 'unknown' };
      }
      return resultForError(error, facts);
    }
    return { status: 'failed', finding: 'The provider issued tokens for a code that was made up. Do not trust it.' };
  },
};
