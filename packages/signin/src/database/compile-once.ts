import type { Compilable, CompiledQuery } from 'kysely';

/**
 * A statement that is built once and run with other values each time: building one takes longer than running it.
 * In place of the values, `build` is given their names. Whatever else is in the statement has to stand there literally (`sql.lit`).
 */
export function compileOnce<Values extends object, Row>(
  build: (values: Values) => Compilable<Row>,
): (values: Values) => CompiledQuery<Row> {
  const names = new Proxy({}, { get: (_target, name) => name });
  const query = build(names as Values).compile();
  return (values) => ({ ...query, parameters: query.parameters.map((name) => values[name as keyof Values]) });
}
