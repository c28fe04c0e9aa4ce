export interface TextQuestion {
  readonly message: string;
  readonly placeholder?: string;
  /** Taken when nothing is typed. */
  readonly initial?: string | undefined;
  /** Not shown while it is typed. */
  readonly secret?: boolean;
  /** Resolves to what is wrong with the answer; undefined: nothing. */
  readonly check: (answer: string) => Promise<string | undefined>;
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Who answers: a person at a terminal, or a test. Each member throws Cancelled when they leave. */
export interface Questions {
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly choose: <T extends string>(message: string, choices: readonly Choice<T>[], initial: T) => Promise<T>;
  readonly confirm: (message: string) => Promise<boolean>;
  readonly say: (text: string) => void;
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
