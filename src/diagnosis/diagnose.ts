import { catalogue } from './catalogue/catalogue.js';
import type { Diagnosis, Facts } from './diagnosis.js';
import type { Entry } from './entry.js';
import { fill } from './fill.js';
import { match } from './match.js';
import type { Symptom } from './symptom.js';
import { unknown } from './unknown.js';

/**
 * Names what went wrong and how to fix it, for this installation. A symptom that is not known gives the id `unknown`, and
 * the caller shows the provider's own words. Never throws.
 */
export function diagnose(symptom: Symptom, facts: Facts): Diagnosis {
  const found = match(symptom, facts, catalogue);
  if (!found) return fill(unknown(symptom), facts);
  const { entry } = found;
  return fill(
    {
      id: entry.id,
      known: true,
      title: entry.title,
      summary: entry.summary,
      who: entry.who,
      advice: entry.advice,
      steps: stepsFor(entry, facts, found.verbatim),
      paste: entry.paste ?? [],
      api: facts.orgUrl === undefined ? undefined : entry.api,
      source: entry.source,
    },
    facts,
  );
}

function stepsFor(entry: Entry, facts: Facts, verbatim: boolean): readonly string[] {
  if (entry.elsewhere && facts.orgUrl === undefined && !verbatim) return entry.elsewhere;
  const server = facts.authServerId === 'org' ? 'org' : facts.authServerId === undefined ? undefined : 'custom';
  return entry.steps.flatMap((step) =>
    typeof step === 'string' ? [step] : server === undefined || step.server === server ? [step.step] : [],
  );
}
