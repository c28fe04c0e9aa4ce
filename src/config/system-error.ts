/** The code of a failed file operation, such as `ENOENT`. Not by instanceof: a test runner's realm has an Error of its own. */
export function systemErrorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}
