import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { ErrorContext, TechnicalFact } from '../rendering/page-contexts.js';
import { ownMoment } from './moment.js';

export interface ErrorPageInput extends Pick<Diagnosis, 'title' | 'summary' | 'who' | 'advice' | 'steps' | 'paste'> {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Under which the log has the rest. */
  readonly reference: string;
  /** What the provider said, where a valid transaction proves that this browser asked. */
  readonly providerWords: string | undefined;
  /** For the developer. */
  readonly technical?: readonly TechnicalFact[];
  /** Where the same may succeed; undefined: nowhere. */
  readonly retry: string | undefined;
  /** Everything is on the page; otherwise the developer's part stays in the log. */
  readonly development: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const whoActs: Readonly<Record<Diagnosis['who'], string>> = {
  you: 'You can solve this',
  administrator: 'An administrator has to act',
  developer: 'The developer has to act',
};

/** In production a person sees their own part: what happened, what they can do, whom to ask and what to quote. */
export function errorPage(input: ErrorPageInput): ErrorContext {
  const { status, title, summary, who, advice, steps, paste, providerWords, technical = [], retry, reference, development, now } = input;
  const complete = development || who === 'you';
  return {
    status,
    title,
    summary,
    who: whoActs[who],
    advice,
    steps: complete ? steps : [],
    paste: complete ? paste.map((box, index) => ({ id: `paste-${index + 1}`, ...box })) : [],
    providerWords,
    technical: development ? technical : [],
    retry,
    reference,
    at: ownMoment(now, now),
  };
}
