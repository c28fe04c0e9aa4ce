import { catalogue } from './catalogue/catalogue.js';
import { places, type Diagnosis, type Facts, type Symptom } from './diagnosis.js';
import type { Entry } from './entry.js';
import { fill } from './fill.js';
import { match } from './match.js';

/**
 * Names what went wrong and how to fix it, for this installation. A symptom that is not known gives the id `unknown`, and
 * the caller shows the provider's own words. Never throws.
 */
export function diagnose(symptom: Symptom, facts: Facts): Diagnosis {
  const found = match(symptom, facts, catalogue);
  if (!found) return fill(unknown(symptom), facts);
  const { id, title, summary, who, advice, paste = {}, api, source } = found.entry;
  const shown = {
    steps: stepsFor(found.entry, facts, found.verbatim),
    paste: Object.entries(paste).map(([label, value]) => ({ label, value })),
    api: facts.orgUrl === undefined ? undefined : api,
  };
  return fill({ id, known: true, title, summary, who, advice, source, ...shown }, facts);
}

function stepsFor(entry: Entry, facts: Facts, verbatim: boolean): readonly string[] {
  if (entry.elsewhere && facts.orgUrl === undefined && !verbatim) return entry.elsewhere;
  const server = facts.authServerId === 'org' ? 'org' : facts.authServerId === undefined ? undefined : 'custom';
  return entry.steps.flatMap((step) =>
    typeof step === 'string' ? [step] : server === undefined || step.server === server ? [step.step] : [],
  );
}

/** What is said about a symptom that the catalogue does not know: nothing but where it was seen and where to look. */
function unknown(symptom: Symptom): Diagnosis {
  const place = places[symptom.where];
  return {
    id: 'unknown',
    known: false,
    title: 'Sign-in did not work',
    summary: `${place} gave an error that this application does not know.`,
    who: 'developer',
    advice: 'Try again. If it happens again, send the reference on this page to the people who run this application.',
    steps: [
      "Read the provider's own words: they are all that is known about this error.",
      'Look the request up in the provider’s log by its time and correlation id. In Okta: Reports > System Log.',
      'Run `npm run doctor`, which checks the settings from outside.',
    ],
    paste: [],
    api: undefined,
    source: undefined,
  };
}
