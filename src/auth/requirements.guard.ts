import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { AuthError } from './auth-error.js';
import { currentUser } from './current-user.decorator.js';
import { checkRequirement } from './check-requirement.js';
import { Clock } from './clock.js';
import { GroupReader } from './group-reader.js';
import { requirementsOf, type Requirement } from './requirements.js';

/** Holds users to what @Groups, @Scopes, @Claims and @StepUp ask for. */
@Injectable()
export class RequirementsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly groups: GroupReader,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const requirements = this.reflector.getAllAndMerge<readonly Requirement[]>(requirementsOf, [context.getClass(), context.getHandler()]);
    if (requirements.length === 0) return true;
    const user = currentUser(context.switchToHttp().getRequest<FastifyRequest>());
    if (user === undefined) throw new AuthError('signed_out', 'This needs a signed-in person.');
    const circumstances = {
      now: this.clock.seconds(),
      tolerance: this.settings.provider.clockTolerance,
      groupsClaim: () => this.groups.read(user.claims, user.userinfo).kind,
    };
    for (const requirement of requirements) checkRequirement(requirement, user, circumstances);
    return true;
  }
}
