type TypeAt<Target, Key extends keyof Target, Index extends number> = Target[Key] extends (...given: infer Parameters) => unknown
  ? Parameters[Index]
  : never;

/**
 * A decorator for parameters that can hold what it gives: on one of another type it does not compile.
 * Handlers with such a parameter cannot be private.
 */
export type ParameterOf<Given> = <Target, Key extends keyof Target, const Index extends number>(
  target: Target,
  key: Key,
  index: [Given] extends [TypeAt<Target, Key, Index>] ? Index : never,
) => void;
