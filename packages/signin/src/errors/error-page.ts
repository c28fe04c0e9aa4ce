import { OidcError, type SequenceStep } from '@fanlight/oidc';
import type { ErrorPage } from '../pages/pages.js';
import type { Diagnosis } from './diagnoser.js';
import type { Problem } from './problem.js';

interface ErrorInput extends Pick<Diagnosis, 'title' | 'summary' | 'who' | 'advice' | 'steps' | 'paste'> {
  /** HTTP status of the response. */
  readonly status: number;
  /** Under which the log has the rest. */
  readonly reference: string;
  /** What the provider said, where a valid transaction proves that this browser asked. */
  readonly providerWords: string | undefined;
  /** For the developer. */
  readonly technical: readonly { readonly name: string; readonly value: string }[];
  /** The sign-in that failed, where it was recorded. */
  readonly sequence?: readonly SequenceStep[] | undefined;
  /** Where the same may succeed; undefined: nowhere. */
  readonly retry: ErrorPage['retry'];
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
export function errorPage({ who, steps, paste, technical, sequence, development, now, ...shown }: ErrorInput): ErrorPage {
  const complete = development || who === 'you';
  return {
    ...shown,
    who: whoActs[who],
    steps: complete ? steps : [],
    paste: complete ? paste.map((box, index) => ({ id: `paste-${index + 1}`, ...box })) : [],
    technical: development ? technical : [],
    signIn: development ? sequence : undefined,
    at: `${new Date(now).toISOString().slice(0, 19)}Z`,
  };
}

/** What a developer wants to know of an error. `isSafe`: its message holds no token. */
export function technicalFacts(
  { error, code, response }: Problem,
  { id, api, source }: Diagnosis,
  isSafe: boolean,
): ErrorInput['technical'] {
  const { step, endpoint } = error instanceof OidcError ? error : {};
  const facts = {
    'Error code': code,
    'Catalogue entry': id,
    Message: error instanceof Error && isSafe ? error.message : undefined,
    Where: step,
    Address: endpoint,
    'Provider error': response?.error,
    'Provider code': response?.providerCode,
    'Provider status': response?.status,
    'Provider reference': response?.correlationId,
    'Management API': api && `${api.method} ${api.path}`,
    Source: source,
  };
  return Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: String(value) }]));
}
