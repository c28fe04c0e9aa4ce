/** How many results are kept, and of texts up to how many characters. */
const most = 500;
const longest = 200;

/** `make`, which does not do again what it did for one of its last inputs. For what follows from its input alone and says nothing secret. */
export function remembered<Input extends string | number, Result>(make: (input: Input) => Result): (input: Input) => Result {
  const results = new Map<Input, Result>();
  return (input) => {
    const known = results.get(input);
    if (known !== undefined) return known;
    const result = make(input);
    if (typeof input === 'string' && input.length > longest) return result;
    if (results.size >= most) results.clear();
    results.set(input, result);
    return result;
  };
}
