import { tracingChannel } from 'node:diagnostics_channel';

/** One exchange with a database server. Holds no value: those travel beside the text. */
export interface Statement {
  readonly system: 'postgresql' | 'redis';
  /** SQL with placeholders, or the name of a command. */
  readonly text: string;
}

/** Tells whoever traces of every statement; as long as nobody does, it costs next to nothing. */
export const statements = tracingChannel<'okta-nest-signin.statement', Statement>('okta-nest-signin.statement');
