/**
 * Calls `ask` at most once in `milliseconds`: whoever wants to know meanwhile gets the same promise, so that a probe that comes often is
 * no load of its own.
 */
export function reusedFor<Result>(milliseconds: number, ask: () => Promise<Result>, now: () => number = Date.now): () => Promise<Result> {
  let last: { readonly result: Promise<Result>; readonly askedAt: number } | undefined;
  return () => {
    if (last === undefined || now() - last.askedAt >= milliseconds) last = { result: ask(), askedAt: now() };
    return last.result;
  };
}
