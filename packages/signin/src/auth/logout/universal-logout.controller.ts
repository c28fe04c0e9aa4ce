import { Controller, Inject, Logger, Post, UseGuards, Res } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { OidcError, RelyingParty, type RevocationRequestToken } from '@fanlight/oidc';
import { Sessions } from '../../session/sessions.js';
import { type User, UserStore } from '../../users/user-store.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { OwnRoutes } from '../http/own-routes.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { ORGANISATION } from '../relying-party.provider.js';
import { SignOut } from './sign-out.js';
import { readSubjectId, type SubjectId } from './subject-id.js';

type Status = 204 | keyof typeof errorOf;

const errorOf = { 400: 'invalid_request', 401: 'invalid_token', 404: 'not_found' } as const;

/**
 * Okta's Universal Logout: one request ends every session of a person and revokes their refresh tokens.
 * https://developer.okta.com/docs/guides/oin-universal-logout-overview/ : 204 done, 400 not understood, 401 not proved, 404 nobody.
 */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class UniversalLogoutController {
  private readonly logger = new Logger('UniversalLogout');

  constructor(
    private readonly routes: OwnRoutes,
    private readonly relyingParty: RelyingParty,
    @Inject(ORGANISATION) private readonly organisation: RelyingParty,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
  ) {}

  @Post()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const reply = request.reply.header('cache-control', 'no-store');
    // Who asks is settled before what they ask is read.
    const token = await this.verify(request);
    const status = token === undefined ? 401 : await this.obey(token, request);
    if (status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    if (status === 204) reply.code(204).empty();
    else reply.code(status).json({ error: errorOf[status] });
  }

  private async verify({ headers, id }: RepliedRequest): Promise<RevocationRequestToken | undefined> {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    try {
      return await this.signerOf(token).verifyRevocationRequest(token, this.routes.uri('universalLogout'));
    } catch (error) {
      if (!(error instanceof OidcError) || error.status >= 500) throw error;
      this.logger.warn(`A universal logout was refused: ${error.message} (reference ${id})`);
      return undefined;
    }
  }

  /** Whose keys and issuer the token is held against: each signer has its own, so what an unproved token says only chooses. */
  private signerOf(token: string): RelyingParty {
    return claimedIssuer(token) === this.organisation.issuer ? this.organisation : this.relyingParty;
  }

  private async obey({ issuer, jti, expiresAt }: RevocationRequestToken, request: RepliedRequest): Promise<Status> {
    const end = (): Promise<Status> => this.endEverything(request);
    const status = await this.sessions.once('revocation_request', `${issuer} ${jti}`, expiresAt * 1000, end);
    if (status === undefined) this.logger.warn(`A universal logout was sent a second time (reference ${request.id}).`);
    return status ?? 401;
  }

  private async endEverything(request: RepliedRequest): Promise<Status> {
    const subject = readSubjectId(request.json, (problem) =>
      this.logger.warn(`A universal logout was refused: ${problem} (reference ${request.id})`),
    );
    if (subject === undefined) return 400;
    const people = await this.find(subject);
    for (const person of people) this.signOut.ended(await this.sessions.endByUser(person), 'universal_logout', requestSource(request));
    return people.length === 0 ? 404 : 204;
  }

  /** An address is not unique: everybody of this issuer who has it is meant, since leaving one signed in would be the worse mistake. */
  private async find(subject: SubjectId): Promise<readonly User[]> {
    const { issuer } = this.relyingParty;
    if (subject.format === 'email') {
      const email = subject.email.toLowerCase();
      return (await this.users.search(email)).filter((user) => user.issuer === issuer && user.email?.toLowerCase() === email);
    }
    const known = subject.iss === issuer || subject.iss === this.organisation.issuer;
    const user = known ? await this.users.find(issuer, subject.sub) : undefined;
    return user === undefined ? [] : [user];
  }
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
