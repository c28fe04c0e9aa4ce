import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';
import { Csrf } from './csrf.js';
import { CurrentUser } from './current-user.decorator.js';

/** Who is signed in, for scripts on our own pages and for programs with an access token. */
@Controller('api/me')
export class MeController {
  constructor(private readonly csrf: Csrf) {}

  @Get()
  me(@CurrentUser() { userId, issuer, subject, name, groups, scopes, session }: Caller, @Req() request: FastifyRequest): object {
    return {
      id: userId ?? null,
      issuer,
      subject,
      name: name ?? null,
      groups: groups ?? [],
      scopes,
      session:
        session === undefined
          ? null
          : { since: new Date(session.createdAt).toISOString(), ends: new Date(session.expiresAt).toISOString() },
      // For a form that a script builds, such as the one that signs out. No other site can read this answer.
      csrf: session === undefined ? null : (this.csrf.token(request) ?? null),
    };
  }
}
