import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signedInSession } from './signed-in-session.js';

/** Who is signed in, for scripts on our own pages. */
@Controller('api/me')
export class MeController {
  @Get()
  async me(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = signedInSession(request);
    const { data } = session;
    await reply.send({
      id: session.userId,
      issuer: session.issuer,
      subject: session.subject,
      name: data.name,
      groups: data.groups ?? [],
      scopes: data.scopes,
      session: { since: new Date(session.createdAt).toISOString(), ends: new Date(session.expiresAt).toISOString() },
    });
  }
}
