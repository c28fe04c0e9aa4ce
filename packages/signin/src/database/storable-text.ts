import { BadRequestException } from '@nestjs/common';

/** A text holds what no database can keep. Thrown in front of SQLite and PostgreSQL alike, so that both take the same values. */
export class UnstorableTextError extends BadRequestException {
  readonly code = 'text_not_storable';

  constructor() {
    super('A text holds a NUL or half a character (an unpaired surrogate). Neither can be stored.');
  }
}

/**
 * PostgreSQL refuses NUL, and UTF-8 has no unpaired surrogates: drivers write U+FFFD instead, which makes one text of several.
 * True for values that are no texts.
 */
export function isStorable(value: unknown): boolean {
  return typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));
}

/** Throws UnstorableTextError for the parameters of a statement. */
export function refuseUnstorable(values: readonly unknown[]): void {
  if (!values.every(isStorable)) throw new UnstorableTextError();
}

/** For what is only shown, such as a name: each control character and unpaired surrogate becomes U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD');
}
