import type { JsonObject } from './json-object.js';

/** An answer of ours to openid-client. It is handed over as an object: a body would be written, streamed and parsed once more. */
export class JudgedResponse extends Response {
  override readonly json: () => Promise<JsonObject>;

  constructor(content: JsonObject, status = 200) {
    super(null, { status });
    this.json = () => Promise.resolve(content);
  }
}
