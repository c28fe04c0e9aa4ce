import type { Facts, Symptom } from './diagnosis.js';
import type { Entry, Signs, Situation } from './entry.js';
import { normalise } from './normalise.js';

/** How strongly a symptom speaks for an entry; a provider's exact words beat our own code. */
const strength = { text: 100, oktaCode: 90, words: 50, situation: 20, ownCode: 10 } as const;

/** The provider's words, ready to be compared. */
interface Said {
  readonly error: string;
  readonly description: string;
  /** See normalise. */
  readonly text: string;
}

export interface Match {
  readonly entry: Entry;
  /** The words or the code are Okta's own. */
  readonly verbatim: boolean;
}

/** The entry for which the symptom speaks most; undefined when none fits or two fit equally well. */
export function match(symptom: Symptom, facts: Facts, entries: readonly Entry[]): Match | undefined {
  const error = symptom.error?.trim() ?? '';
  // Keycloak and others write their words where the code should be.
  const description = symptom.description?.trim() ?? (error.includes(' ') ? error : '');
  const said: Said = { error, description, text: normalise(description) };
  const matches = entries
    .map((entry) => ({ entry, weight: weigh(entry, symptom, said, facts) }))
    .map(({ entry, weight }) => ({ entry, weight, verbatim: weight >= strength.oktaCode }))
    .filter(({ entry, weight, verbatim }) => weight > 0 && (verbatim || appliesTo(entry, facts, said.text)))
    .sort((a, b) => b.weight - a.weight);
  const [first, second] = matches;
  return first && first.weight === second?.weight ? undefined : first;
}

/** Okta's menus help nobody at another provider, unless the words are much like Okta's own: it may hide behind a custom domain. */
function appliesTo({ provider, elsewhere, texts }: Entry, facts: Facts, text: string): boolean {
  if (facts.orgUrl !== undefined || provider === 'any' || elsewhere !== undefined) return true;
  return texts?.some((known) => resembles(normalise(known), text)) ?? false;
}

/** The shorter of two normalised texts has most of its words from the other. */
function resembles(known: string, text: string): boolean {
  const [ofKnown, ofText] = [wordsOf(known), wordsOf(text)];
  const shared = [...ofText].filter((word) => ofKnown.has(word)).length;
  return shared >= 3 && shared / Math.min(ofKnown.size, ofText.size) >= 0.7;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter((word) => word.length >= 3));

/** @returns the strength of the strongest sign that fits; 0: none does */
function weigh(signs: Signs, symptom: Symptom, said: Said, facts: Facts): number {
  const { error, description, text } = said;
  if (signs.only && !holds(signs.only, symptom, said, facts)) return 0;
  if (description !== '' && signs.texts?.some((known) => isText(known, description))) return strength.text;
  if (signs.oktaCodes?.includes(error)) return strength.oktaCode;
  const words = wordsFound(signs, error, text);
  if (words > 0) return strength.words + words;
  const situations = (signs.situations ?? []).filter((situation) => holds(situation, symptom, said, facts));
  if (situations.length > 0) return strength.situation + Math.max(...situations.map((situation) => Object.keys(situation).length));
  return signs.ownCodes?.includes(symptom.code ?? '') ? strength.ownCode : 0;
}

/** Word for word, but for upper and lower case, white space at the ends and a dot at the end. */
function isText(known: string, description: string): boolean {
  const pattern = known
    .replace(/\.$/, '')
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}\\.?$`, 'iu').test(description);
}

/** How many words of the largest fitting set were found; 0: none fits. */
function wordsFound(signs: Signs, error: string, text: string): number {
  if (error !== '' && signs.errors && !signs.errors.includes(error)) return 0;
  const hasAny = (starts: string): boolean => starts.split('|').some((start) => text.includes(` ${start}`));
  if (signs.notWords !== undefined && hasAny(signs.notWords)) return 0;
  const fitting = (signs.words ?? []).filter((set) => set.every(hasAny));
  return Math.max(0, ...fitting.map((set) => set.length));
}

function holds(situation: Situation, symptom: Symptom, { error, text }: Said, facts: Facts): boolean {
  const wordless = text === ' ' && (error === '' || situation.error !== undefined);
  return (
    (situation.where?.includes(symptom.where) ?? true) &&
    (situation.status?.includes(symptom.status ?? 0) ?? true) &&
    (situation.error?.includes(error) ?? true) &&
    (situation.ownCode?.includes(symptom.code ?? '') ?? true) &&
    (situation.wordless === undefined || wordless) &&
    (situation.facts?.(facts) ?? true)
  );
}
