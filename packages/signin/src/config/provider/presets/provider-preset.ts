import type { RecognisedProvider } from '../../settings.js';
import type { Variables } from '../../variables/variables.js';

/** A provider that is known by the form of its issuer, and what it needs. */
export interface ProviderPreset extends Omit<RecognisedProvider, 'id'> {
  /** Matched against OIDC_ISSUER as it is written. */
  readonly issuer: RegExp;
  /** Variables as they would stand in .env; what is set explicitly wins. `{host}` stands for the issuer's host. */
  readonly defaults?: Readonly<Partial<Record<keyof Variables, string>>>;
  /** Variables without which it cannot work, each with what to write. */
  readonly required?: Readonly<Partial<Record<keyof Variables, string>>>;
  /** Why this issuer cannot be used, and which to use instead. */
  readonly refusal?: { readonly problem: string; readonly fix: string };
}
