import Handlebars from 'handlebars';
import type { Diagnosis } from '@fanlight/doctor/catalogue';
import { OidcError, type SequenceStep } from '@fanlight/oidc';
import { ViewError } from '../rendering/views.js';
import { ownMoment } from './moment.js';
import type { Problem } from './problem.js';
import { drawnSequence } from './sequence.js';

declare module '@fanlight/signin' {
  interface PageContexts {
    readonly error: ErrorContext;
  }
}

type ErrorContext = ReturnType<typeof errorPage>;

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
export function errorPage({ who, steps, paste, technical, sequence, development, now, ...shown }: ErrorInput) {
  const complete = development || who === 'you';
  return {
    ...shown,
    who: whoActs[who],
    steps: complete ? steps : [],
    paste: complete ? paste.map((box, index) => ({ id: `paste-${index + 1}`, ...box })) : [],
    technical: development ? technical : [],
    signIn: development ? drawnSequence(sequence) : undefined,
    at: ownMoment(now, now),
  };
}

/** What a developer wants to know of an error. Never a token: the errors themselves hold none. */
export function technicalFacts({ error, code, response, unexpected }: Problem, { id, api, source }: Diagnosis): ErrorInput['technical'] {
  const { step, endpoint } = error instanceof OidcError ? error : {};
  const facts = {
    'Error code': code,
    'Catalogue entry': id,
    Message: error instanceof Error && (!unexpected || error instanceof ViewError) ? error.message : undefined,
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

const template = Handlebars.compile(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{{title}}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
  </head>
  <body>
    <h1>{{title}}</h1>
    <p>{{summary}}</p>
    {{#if failure}}<pre>{{failure}}</pre>{{/if}}
    <p>Quote this reference: <code>{{reference}}</code></p>
  </body>
</html>
`);

/** An error page for when views/ cannot be rendered. `failure`: why, for the developer; undefined in production. */
export function pageWithoutViews({ title, summary, reference }: ErrorContext, failure: unknown): string {
  return template({ title, summary, reference, failure: failure instanceof Error ? failure.message : failure });
}
