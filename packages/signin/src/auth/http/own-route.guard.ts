import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestBehind } from './sign-in-request.js';
import { Requests } from './requests.js';

/** Goes before every route of sign-in: throws what the request was refused for before its body was read. */
@Injectable()
export class OwnRouteGuard implements CanActivate {
  constructor(private readonly requests: Requests) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestBehind(context);
    if (request === undefined) throw new Error('No hook saw this request: SignInModule was not there when the HTTP adapter was made.');
    if (request.refusal !== undefined) throw request.refusal;
    // A spelling of the address that the router knows and the hook does not.
    await this.requests.count(request);
    return true;
  }
}
