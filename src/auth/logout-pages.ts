import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { EndSessionRequest } from '../oidc/requests/end-session.js';
import { Views } from '../rendering/views.js';
import { currentSession } from './current-session.js';

/** How far a sign-out got when it ends on a page of ours. */
export type SignedOutAs = 'already' | 'provider_unreachable' | 'provider_keeps_session';

/** The pages around signing out. */
@Injectable()
export class LogoutPages {
  constructor(
    private readonly views: Views,
    private readonly settings: Settings,
  ) {}

  async confirm(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    if (session === undefined) return this.signedOut(reply, 'already');
    const shell = { title: 'Sign out', person: session.data.name, base: this.base };
    await this.send(reply, this.views.render('logout', { provider: this.provider }, shell));
  }

  async signedOut(reply: FastifyReply, as: SignedOutAs): Promise<void> {
    const stillSignedInAt = as === 'already' ? undefined : this.provider;
    const unreachable = as === 'provider_unreachable';
    await this.send(
      reply,
      this.views.render('signed-out', { stillSignedInAt, unreachable }, { title: 'Signed out', person: undefined, base: this.base }),
    );
  }

  /** A page whose form goes to the provider by itself, or by its button where scripts are off. */
  async postToProvider(reply: FastifyReply, next: EndSessionRequest): Promise<void> {
    const fields = Object.entries(next.parameters).map(([name, value]) => ({ name, value }));
    const page = this.views.render(
      'logout-redirect',
      { action: next.url, fields, host: this.provider.host },
      { title: 'Signing out', person: undefined, base: this.base },
    );
    reply.relaxPolicy({ formAction: [new URL(next.url).origin] });
    await this.send(reply, page);
  }

  private get base(): string {
    return this.settings.publicUrl.path;
  }

  private get provider(): { label: string; issuer: string; host: string } {
    const { label, issuer } = this.settings.provider.server;
    return { label, issuer, host: URL.parse(issuer)?.host ?? issuer };
  }

  private async send(reply: FastifyReply, page: string): Promise<void> {
    // Nest's answer to a POST would be 201.
    await reply.code(200).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  }
}
