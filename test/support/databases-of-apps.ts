let make: (() => Promise<string>) | undefined;

/** From now on applications that a test of this file starts without DATABASE_URL use a database of `makeUrl`, in place of SQLite. */
export function useDatabases(makeUrl: () => Promise<string>): void {
  make = makeUrl;
}

/** The address for the next application; undefined: SQLite in a folder of its own. */
export async function nextDatabase(): Promise<string | undefined> {
  return make?.();
}
