import type { ErrorPage, SignInPages } from '@fanlight/signin';
import type { Moment } from './moment.js';
import type { drawnSequence } from './sequence.js';

/** What each page of views/pages/ is given. A page that is added there is added here, or by the folder that shows it (`declare module`). */
export interface PageContexts extends Omit<SignInPages, 'error'> {
  readonly error: Omit<ErrorPage, 'at' | 'signIn'> & { readonly at: Moment; readonly signIn: ReturnType<typeof drawnSequence> };
}

export type PageName = keyof PageContexts;
