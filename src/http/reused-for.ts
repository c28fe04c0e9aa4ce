/**
 * Calls `ask` at most once in `milliseconds`, and never twice at a time: whoever wants to know meanwhile gets the same promise, so that a
 * probe that comes often is no load of its own.
 */
export function reusedFor<Result>(milliseconds: number, ask: () => Promise<Result>, now: () => number = Date.now): () => Promise<Result> {
  let last: Promise<Result> | undefined;
  let until = -Infinity;
  const settle = (): void => {
    until = now() + milliseconds;
  };
  return () => {
    if (last !== undefined && now() < until) return last;
    until = Infinity;
    last = ask();
    last.then(settle, settle);
    return last;
  };
}
