import type { ManagementToken } from '../../config/load-settings.js';
import type { ApiCall } from '../../diagnosis/diagnosis.js';
import type { Symptom } from '../../diagnosis/symptom.js';
import type { Answer, Ask } from '../ask.js';
import { errorIn, jsonObject, type JsonObject } from '../provider-json.js';

/** Okta's Management API said no. */
export class ManagementRefused extends Error {
  override readonly name = 'ManagementRefused';

  constructor(
    readonly call: string,
    readonly symptom: Symptom,
  ) {
    super(`${call} answered ${symptom.status}`);
  }
}

/** Okta's Management API, as far as it tells and mends what a sign-in needs. The token goes nowhere but to the organisation. */
export class Management {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    private readonly orgUrl: string,
    private readonly token: ManagementToken,
    private readonly ask: Ask,
  ) {}

  /** What a GET answers; asked once. @throws ManagementRefused, NoAnswer */
  get(path: string): Promise<unknown> {
    const known = this.answers.get(path);
    if (known !== undefined) return known;
    const answer = this.send({ method: 'GET', path });
    this.answers.set(path, answer);
    return answer;
  }

  /** The client as Okta's Dynamic Client Registration API describes it. */
  async client(clientId: string): Promise<JsonObject> {
    return (await this.get(`/oauth2/v1/clients/${encodeURIComponent(clientId)}`)) as JsonObject;
  }

  /** The same application as the Apps API describes it, which takes the client ID for its id. */
  async application(clientId: string): Promise<JsonObject> {
    return (await this.get(`/api/v1/apps/${encodeURIComponent(clientId)}`)) as JsonObject;
  }

  /** @returns the parsed answer. @throws ManagementRefused, NoAnswer */
  async send({ method, path, body }: ApiCall): Promise<unknown> {
    if (method !== 'GET') this.answers.clear();
    const answer = await this.ask({
      url: this.orgUrl + path,
      method: method as 'GET' | 'POST' | 'PUT',
      headers: {
        authorization: `${this.token.scheme} ${this.token.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 200 && answer.status < 300) return parsed(answer);
    throw new ManagementRefused(`${method} ${path}`, { where: 'management', status: answer.status, ...errorIn(jsonObject(answer.text)) });
  }
}

function parsed({ text }: Answer): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
