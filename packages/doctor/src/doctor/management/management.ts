import type { ManagementToken } from '@fanlight/signin/settings';
import type { ApiCall, Symptom } from '../../diagnosis/diagnosis.js';
import type { JsonObject } from '@fanlight/oidc';
import { errorIn, parseJson } from '../provider-json.js';
import type { Send } from '../request.js';

/** Okta's Management API said no. */
export class ManagementRefused extends Error {
  override readonly name = 'ManagementRefused';

  constructor(
    call: string,
    readonly symptom: Symptom,
  ) {
    super(`${call} answered ${symptom.status}`);
  }
}

/** Okta's Management API, as far as it tells and mends what a sign-in needs. The token goes nowhere but to the organisation. */
export class Management {
  private readonly responses = new Map<string, Promise<unknown>>();

  constructor(
    private readonly orgUrl: string,
    private readonly token: ManagementToken,
    private readonly sendRequest: Send,
  ) {}

  /** What a GET returns; sent once. @throws ManagementRefused, NoResponse */
  get(path: string): Promise<unknown> {
    const response = this.responses.get(path) ?? this.send({ method: 'GET', path });
    this.responses.set(path, response);
    return response;
  }

  /** The client as Okta's Dynamic Client Registration API describes it. */
  async client(clientId: string): Promise<JsonObject> {
    return (await this.get(`/oauth2/v1/clients/${encodeURIComponent(clientId)}`)) as JsonObject;
  }

  /** The same application as the Apps API describes it, which takes the client ID for its id. */
  async application(clientId: string): Promise<JsonObject> {
    return (await this.get(`/api/v1/apps/${encodeURIComponent(clientId)}`)) as JsonObject;
  }

  /**
   * @returns the parsed body; undefined where it is no JSON
   * @throws ManagementRefused, NoResponse
   */
  async send({ method, path, body }: ApiCall): Promise<unknown> {
    if (method !== 'GET') this.responses.clear();
    const response = await this.sendRequest({
      url: this.orgUrl + path,
      method: method as 'GET' | 'POST' | 'PUT',
      headers: {
        authorization: `${this.token.scheme} ${this.token.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status >= 200 && response.status < 300) return parseJson(response.text);
    throw new ManagementRefused(`${method} ${path}`, { where: 'management', ...errorIn(response) });
  }
}
