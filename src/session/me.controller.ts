import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { CurrentUser, type Session, SignedIn } from '@fanlight/signin';
import { Described } from '@fanlight/signin/application';
import { Settings } from '@fanlight/signin/settings';

const moment = z.string().meta({ format: 'date-time' });

const session = z.object({
  since: moment,
  ends: moment.meta({ description: 'At the latest, however much it is used.' }),
  endsUnused: moment.meta({ description: 'If it is not used any more: never after `ends`. Each request puts it off, within a minute.' }),
});

const currentPerson = z.object({
  id: z.string().nullable().meta({ description: "This application's own id of the person; null for a program." }),
  issuer: z.string(),
  subject: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable().meta({ description: 'As far as the provider has said it. Not unique.' }),
  username: z.string().nullable().meta({ description: 'As far as the provider has said it. Not unique.' }),
  groups: z.array(z.string()),
  roles: z.array(z.string()).meta({ description: 'Of this application, by ROLES and onSignIn.' }),
  scopes: z.array(z.string()),
  session: session.nullable().meta({ description: 'Null for a program.' }),
});

/** Who is signed in, for scripts on our own pages and for programs with an access token. */
@SignedIn()
@Controller('api/me')
export class MeController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Described({ summary: 'Who is signed in', returns: currentPerson })
  me(@CurrentUser() user: CurrentUser): z.infer<typeof currentPerson> {
    return {
      id: user.userId ?? null,
      issuer: user.issuer,
      subject: user.subject,
      name: user.name ?? null,
      email: user.email ?? null,
      username: user.username ?? null,
      groups: [...(user.groups ?? [])],
      roles: [...(user.roles ?? [])],
      scopes: [...user.scopes],
      session: user.session === undefined ? null : this.times(user.session),
    };
  }

  private times({ createdAt, seenAt, expiresAt }: Session): z.infer<typeof session> {
    const unused = seenAt + this.settings.session.idleTimeout * 1000;
    return { since: iso(createdAt), ends: iso(expiresAt), endsUnused: iso(Math.min(expiresAt, unused)) };
  }
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
