import type { KeyObject } from 'node:crypto';
import { OidcError, type OidcErrorCode, type ProtocolStep } from '../errors.js';
import type { KeySet, TokenOrigin } from './key-set.js';

type TokenFault = 'malformed' | 'encrypted' | 'algorithm' | 'signature' | 'claims' | 'tenant' | 'clock';

/** What differs between the signed tokens that we judge: their name in messages, their limits, and the code of each fault. */
export interface TokenKind {
  readonly name: string;
  readonly step: ProtocolStep;
  readonly origin: TokenOrigin;
  /** Characters. */
  readonly maxLength: number;
  /** Accepted `typ` headers, lower case, without `application/`; undefined: any. */
  readonly types: readonly string[] | undefined;
  /** Whether a token without `typ` is refused. */
  readonly typeRequired?: true;
  /** The error of every fault but those in `codes`. Where there are none, the sender learns no more than yes or no. */
  readonly code: OidcErrorCode;
  readonly codes?: Readonly<Partial<Record<TokenFault, OidcErrorCode>>>;
}

/** An error about one token. The message names claims and headers, never the token. */
export function tokenError(kind: TokenKind, fault: TokenFault, message: string, cause?: unknown): OidcError {
  return new OidcError(kind.codes?.[fault] ?? kind.code, `${kind.name}: ${message}`, kind.step, { cause });
}

/** What a token may be signed and encrypted with. */
export interface TokenTrust {
  readonly keys: KeySet;
  readonly algorithms: readonly string[];
  /** Undefined: encrypted tokens are refused. */
  readonly decryptionKey: KeyObject | undefined;
  /** The key of HS*, where `algorithms` holds such. */
  readonly clientSecret?: string | undefined;
}
