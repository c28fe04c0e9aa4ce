import type { ApiCall, Diagnosis, Facts, SymptomPlace } from './diagnosis.js';

/**
 * One thing that goes wrong. Texts may hold the names of facts in braces, `{redirectUri}`, which are filled in for the
 * installation at hand.
 */
export interface Entry extends Signs, Pick<Diagnosis, 'id' | 'title' | 'summary' | 'who' | 'advice'> {
  /** `okta`: the steps name Okta's menus. `any`: they serve every provider. */
  readonly provider: 'okta' | 'any';
  /** Set for Okta's own failures. */
  readonly row?: Row;
  /** Empty: nothing has to be changed. */
  readonly steps: readonly Step[];
  /** The steps at another provider. An entry of Okta's that lacks them is used for Okta only. */
  readonly elsewhere?: readonly string[];
  /** Values to copy, by what they are. */
  readonly paste?: Readonly<Record<string, string>>;
  readonly api?: ApiCall;
  readonly source?: string;
  /** Where a person meets it, in words. */
  readonly seen: string;
}

/** A line in the table of Okta's failures in docs/okta.md. Failures with one number are kin. */
export interface Row {
  readonly number: number;
  readonly page: Coverage;
  readonly doctor: Coverage;
}

/** A step for everybody, for one kind of Okta's authorization servers only, or for both of them. */
export type Step = string | { readonly server: 'org' | 'custom' | 'okta'; readonly step: string };

/** How it is recognised, or why it is not. */
export type Coverage = { readonly by: string } | { readonly not: string };

/** How an entry is recognised; each member is enough by itself, the strongest that fits counts (see match.ts). */
export interface Signs {
  /** What must hold for any of them to count: where the same words mean something else in another place. */
  readonly only?: Pick<Situation, 'where' | 'facts'>;
  /** Okta's texts, word for word; `…` stands for the part that changes. */
  readonly texts?: readonly string[];
  /** Okta's errorCodes (E0000015) and the reasons in its System Log (no_matching_policy). */
  readonly oktaCodes?: readonly string[];
  /** Sets of word beginnings which must all occur, `|` between alternatives: tolerates rewording. */
  readonly words?: readonly (readonly string[])[];
  /** Word beginnings with `|` between them, each of which rules `words` out: how a neighbour's text differs. */
  readonly notWords?: string;
  /** The OAuth errors that come with `words`; another one rules them out. */
  readonly errors?: readonly string[];
  readonly situations?: readonly Situation[];
  /** Codes of this application's own errors; they decide where nothing that the provider said is known. */
  readonly ownCodes?: readonly string[];
}

/** What says enough without a known text. Every member that is given must hold. */
export interface Situation {
  readonly where?: readonly SymptomPlace[];
  readonly status?: readonly number[];
  readonly error?: readonly string[];
  readonly ownCode?: readonly string[];
  /** The provider said nothing more: no text, and no error but the one above. */
  readonly wordless?: true;
  /** Narrows to certain installations. */
  readonly facts?: (facts: Facts) => boolean;
}
