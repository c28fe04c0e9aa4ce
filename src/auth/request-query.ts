/** The query of a request target, to the letter. A query may itself hold question marks (RFC 3986, section 3.4). */
export function requestQuery(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
