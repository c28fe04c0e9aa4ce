/** Bytes after decompression. Discovery, keys and userinfo of real providers stay far below. */
const LARGEST_BODY = 1024 * 1024;

/** The text of a response, or undefined when it is larger than 1 MB; the rest is not read then. */
export async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8').replace(/^\uFEFF/, '');
}
