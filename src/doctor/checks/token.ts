import { beginLogin } from '../../oidc/requests/authorization-request.js';
import { exchangeCode } from '../../oidc/requests/code-exchange.js';
import { OidcError } from '../../oidc/errors.js';
import type { Check } from '../check.js';
import { diagnose } from '../../diagnosis/diagnose.js';
import { symptomOf } from '../../diagnosis/failed-step.js';
import { failure } from '../failure.js';

/** Hands in a code that was never issued: everything but the code is looked at first, and the refusal tells how far it came. */
export const tokenCheck: Check = {
  id: 'token',
  title: 'Token request',
  needs: ['discovery'],
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
        const refused = error.answer?.error;
        if (id === 'code-invalid' || refused === 'invalid_grant')
          return { status: 'ok', finding: 'The provider takes the request, and refuses only the code that was made up.' };
        // RFC 6749, section 5.2: both say that the client did not prove itself, whatever words come along.
        const isClientRefused = refused === 'invalid_client' || error.answer?.status === 401;
        if (id === 'unknown' && !isClientRefused) return { ...failure(error, facts), status: 'unknown' };
      }
      return failure(error, facts);
    }
    return { status: 'failed', finding: 'The provider issued tokens for a code that was made up. Do not trust it.' };
  },
};
