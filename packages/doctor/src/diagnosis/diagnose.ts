import { catalogue } from './catalogue/catalogue.js';
import { places, type Diagnosis, type Facts, type Symptom } from './diagnosis.js';
import type { Entry } from './entry.js';
import { inVain, providerLog } from './catalogue/chapter.js';
import { fill } from './fill.js';
import { match } from './match.js';

/**
 * Names what went wrong and how to fix it, for this installation. A symptom that is not known gives the id `unknown`, and
 * the caller shows the provider's own words. Never throws.
 */
export function diagnose(symptom: Symptom, facts: Facts): Diagnosis {
  const found = match(symptom, facts, catalogue);
  const entry = found?.entry ?? unknown(symptom);
  const { id, title, summary, who, advice, paste = {}, api, source } = entry;
  const shown = {
    known: found !== undefined,
    steps: stepsFor(entry, facts, found?.verbatim ?? false),
    paste: Object.entries(paste).map(([label, value]) => ({ label, value })),
    retry: !advice.startsWith(inVain),
    api: facts.orgUrl === undefined ? undefined : api,
  };
  return named(fill({ id, title, summary, who, advice, source, ...shown }, facts), facts);
}

function stepsFor(entry: Entry, facts: Facts, verbatim: boolean): readonly string[] {
  if (entry.elsewhere && facts.orgUrl === undefined && !verbatim) return entry.elsewhere;
  const server = facts.authServerId === 'org' ? 'org' : facts.authServerId === undefined ? undefined : 'custom';
  const isOkta = facts.orgUrl !== undefined || verbatim;
  return entry.steps.flatMap((step) => {
    if (typeof step === 'string') return [step];
    const isMeant = step.server === 'okta' ? isOkta : server === undefined || step.server === server;
    return isMeant ? [step.step] : [];
  });
}

/** Calls a known provider by its name. */
function named(diagnosis: Diagnosis, { provider }: Facts): Diagnosis {
  if (provider === undefined) return diagnosis;
  const name = (text: string): string => text.replace(/\b[Tt]he provider\b/g, provider.name);
  const { title, summary, advice, steps, who } = diagnosis;
  const guide =
    provider.guide === undefined || who === 'you' || steps.length === 0
      ? []
      : [`What to set where at ${provider.name}: ${provider.guide}.`];
  return { ...diagnosis, title: name(title), summary: name(summary), advice: name(advice), steps: [...steps.map(name), ...guide] };
}

/** What is said about a symptom that the catalogue does not know: nothing but where it was seen and where to look. */
function unknown({ where }: Symptom): Entry {
  return {
    id: 'unknown',
    provider: 'any',
    seen: places[where],
    title: 'Sign-in did not work',
    summary: `${places[where]} gave an error that this application does not know.`,
    who: 'developer',
    advice: 'Try again. If it happens again, send the reference on this page to the people who run this application.',
    steps: [
      'What the provider said is all that is known about this error. It stands on this page where this browser began the sign-in, and always in the log of this application, under the reference on this page.',
      `${providerLog} It has the same time, and the correlation id where there is one.`,
      'Run `npm run doctor`, which checks the settings from outside.',
    ],
  };
}
