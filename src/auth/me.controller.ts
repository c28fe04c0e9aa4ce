import { Controller, Get } from '@nestjs/common';
import type { Caller } from './caller.js';
import { CurrentUser } from './current-user.decorator.js';

/** Who is signed in, for scripts on our own pages and for programs with an access token. */
@Controller('api/me')
export class MeController {
  @Get()
  me(@CurrentUser() { userId, issuer, subject, name, groups, scopes, session }: Caller): object {
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
    };
  }
}
