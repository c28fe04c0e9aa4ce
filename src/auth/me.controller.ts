import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import type { Caller } from './caller.js';
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
});

/** Who is signed in, for scripts on our own pages and for programs with an access token. */
@Controller('api/me')
export class MeController {
  @Get()
  @Described({ summary: 'Who is signed in', answer: meAnswer })
  me(@CurrentUser() { userId, issuer, subject, name, groups, scopes, session }: Caller): z.infer<typeof meAnswer> {
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
    };
  }
}
