import { OidcError, type OidcErrorCode, type ProtocolStep } from './errors.js';

/** What openid-client threw, as an OidcError: ours from within its fetch, or its own verdict under the code given. */
export function libraryError(error: unknown, code: OidcErrorCode, step: ProtocolStep): OidcError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OidcError) return cause;
  }
  return new OidcError(code, `openid-client refuses it: ${verdict(error)}`, step, { cause: withoutContents(error) });
}

function verdict(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The library hangs whole answers, tokens included, on its errors: none of that may reach a log. */
function withoutContents(error: unknown): Error {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return new Error(`${code}: ${verdict(error)}`);
}
