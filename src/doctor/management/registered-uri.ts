/** Says how a registered address differs from the one in use; undefined when it is another one altogether. */
export function nearMiss(wanted: string, registered: readonly string[]): string | undefined {
  for (const candidate of registered) {
    const difference = differences.find(({ without }) => without(candidate) === without(wanted));
    if (difference) return `${candidate} is registered: it differs by ${difference.by}.`;
  }
  return undefined;
}

const differences: readonly { readonly by: string; readonly without: (address: string) => string }[] = [
  { by: 'the slash at the end', without: (address) => address.replace(/\/$/, '') },
  { by: 'http and https', without: (address) => address.replace(/^https?:/i, '') },
  { by: 'localhost and 127.0.0.1', without: (address) => address.replace(/\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/, '//loopback') },
  { by: 'upper and lower case', without: (address) => address.toLowerCase() },
  { by: 'the port', without: (address) => address.replace(/^(https?:\/\/[^/:]+):\d+/i, '$1') },
  { by: 'the query', without: (address) => address.replace(/\?.*$/s, '') },
  { by: 'the path', without: (address) => URL.parse(address)?.origin ?? address },
];
