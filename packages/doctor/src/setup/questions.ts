import { SettingRefused } from '@fanlight/signin/settings';
import { NoResponse } from '../doctor/request.js';

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

/** `refusal`: cannot be used. `doubt`: does not work as far as can be seen from here, which may be the network's fault. */
export type Verdict = { readonly refusal?: string | undefined; readonly doubt?: string | undefined };

/** Whoever gives the same doubtful answer twice means it. */
export function orTwice(judge: (answer: string) => Promise<Verdict>): (answer: string) => Promise<string | undefined> {
  let doubted: string | undefined;
  return async (answer) => {
    if (answer === doubted) return undefined;
    const { refusal, doubt } = await judge(answer).catch((error: unknown): Verdict => {
      if (error instanceof NoResponse) return { doubt: error.message };
      throw error;
    });
    if (refusal !== undefined || doubt === undefined) return refusal;
    doubted = answer;
    return `${doubt} (Press Enter again to keep it.)`;
  };
}

/** What the reader of a setting says of an answer that it refuses. */
export function refusalOf(read: () => unknown): Promise<string | undefined> {
  try {
    read();
    return Promise.resolve(undefined);
  } catch (error) {
    if (error instanceof SettingRefused) return Promise.resolve(`This ${error.problem}. ${error.fix}`);
    throw error;
  }
}
