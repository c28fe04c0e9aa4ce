import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from './caller.js';
import { Csrf } from './csrf.js';
import { CurrentUser } from './current-user.decorator.js';
import { Described } from './described.decorator.js';

const moment = z.string().meta({ format: 'date-time' });

const meAnswer = z.object({
  id: z.string().nullable().meta({ description: "This application's own id of the person; null for a program." }),
  issuer: z.string(),
  subject: z.string(),
  name: z.string().nullable(),
  groups: z.array(z.string()),
  scopes: z.array(z.string()),
  session: z.object({ since: moment, ends: moment }).nullable().meta({ description: 'Null for a program.' }),
  csrf: z.string().nullable().meta({ description: 'The hidden field `csrf` of forms, such as POST /logout.' }),
});

/** Who is signed in, for scripts on our own pages and for programs with an access token. */
@Controller('api/me')
export class MeController {
  constructor(private readonly csrf: Csrf) {}

  @Get()
  @Described({ summary: 'Who is signed in', answer: meAnswer })
  me(
    @CurrentUser() { userId, issuer, subject, name, groups, scopes, session }: Caller,
    @Req() request: FastifyRequest,
  ): z.infer<typeof meAnswer> {
    return {
      id: userId ?? null,
      issuer,
      subject,
      name: name ?? null,
      groups: [...(groups ?? [])],
      scopes: [...scopes],
      session:
        session === undefined
          ? null
          : { since: new Date(session.createdAt).toISOString(), ends: new Date(session.expiresAt).toISOString() },
      // For a form that a script builds, such as the one that signs out. No other site can read this answer.
      csrf: session === undefined ? null : (this.csrf.token(request) ?? null),
    };
  }
}
