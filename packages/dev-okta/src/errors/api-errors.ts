import { randomBytes } from 'node:crypto';

const apiErrors = {
  E0000001: [400, 'Api validation failed: {0}'],
  E0000003: [400, 'The request body was not well-formed.'],
  E0000006: [403, 'You do not have permission to perform the requested action'],
  E0000007: [404, 'Not found: {0}'],
  E0000008: [404, 'The requested path was not found'],
  E0000009: [500, 'Internal Server Error'],
  E0000011: [401, 'Invalid token provided'],
  E0000015: [401, 'You do not have permission to access the feature you are requesting'],
  E0000022: [405, 'The endpoint does not support the provided HTTP method'],
  E0000047: [429, 'API call exceeded rate limit due to too many requests.'],
} as const satisfies Record<string, readonly [status: number, summary: string]>;

type ApiErrorCode = keyof typeof apiErrors;

/** Okta's error outside OAuth: at discovery and in the Management API. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: object;

  /** @param about what the summary names, such as the thing that was not found */
  constructor(
    readonly code: ApiErrorCode,
    about = '',
  ) {
    const [status, summary] = apiErrors[code];
    super(summary.replace('{0}', about));
    this.status = status;
    const errorId = `oae${randomBytes(12).toString('base64url')}`;
    this.body = { errorCode: code, errorSummary: this.message, errorLink: code, errorId, errorCauses: [] };
  }
}
