interface Mutation {
  /** The check that is broken. */
  readonly breaks: string;
  readonly file: string;
  /** Those that are expected to notice. */
  readonly tests: readonly string[];
}

export declare const mutations: readonly Mutation[];

/** Whether the source below `root` holds what is to be broken, once. */
export declare function fits(mutation: Mutation, root: string): boolean;

/** The start of the path of a test, from the root. */
export declare function pathOf(test: string): string;
