import { createRequire } from 'node:module';

/** What both sign-ins know of a person, in the shape of Passport's profiles. */
export interface Person {
  readonly id: string;
  readonly displayName: string | undefined;
  readonly username: string | undefined;
  readonly emails: readonly { readonly value: string | undefined }[];
}

export const pages = createRequire(import.meta.url)(process.env.BENCH_PAGES!) as {
  home(name: string | undefined): string;
  profile(person: Person): string;
};
export const html = 'text/html; charset=utf-8';
