import { SettingRefused } from '../config/configuration-error.js';
import { NoAnswer } from '../doctor/ask.js';

/** `refusal`: cannot be used. `doubt`: does not work as far as can be seen from here, which may be the network's fault. */
export type Verdict = { readonly refusal: string } | { readonly doubt: string } | undefined;

/** Whoever gives the same doubtful answer twice means it. */
export function orTwice(judge: (answer: string) => Promise<Verdict>): (answer: string) => Promise<string | undefined> {
  let doubted: string | undefined;
  return async (answer) => {
    if (answer === doubted) return undefined;
    const verdict = await judge(answer).catch((error: unknown) => {
      if (error instanceof NoAnswer) return { doubt: error.message };
      throw error;
    });
    if (verdict === undefined) return undefined;
    if ('refusal' in verdict) return verdict.refusal;
    doubted = answer;
    return `${verdict.doubt} (Press Enter again to keep it.)`;
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
