import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reply } from './reply.js';
import { requestBehind, type SignInRequest } from './sign-in-request.js';

/** A request that somebody waits for. */
export type RepliedRequest = SignInRequest & { readonly reply: Reply };

/** A handler's parameter on routes of ours, after OwnRouteGuard. */
export const OwnRequest = createParamDecorator((_data: unknown, context: ExecutionContext): RepliedRequest => repliedRequest(context));

/** The request behind a context of HTTP. */
export function repliedRequest(context: ExecutionContext): RepliedRequest {
  return requestBehind(context) as RepliedRequest;
}
