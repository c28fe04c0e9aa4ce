import { Controller, Logger, Post, UseGuards, Res } from '@nestjs/common';
import { defaultConnection } from '../../config/settings.js';
import { OidcError, type RelyingParty, type RevocationRequestToken } from '@fanlight/oidc';
import { providerKey } from '../../session/session-store.js';
import { Sessions } from '../../session/sessions.js';
import { type User, UserStore } from '../../users/user-store.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { Directory, type PersonAtProvider } from '../directory.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { OwnRoutes } from '../http/own-routes.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { statedClaims } from '../connections/stated-claims.js';
import { SignOut } from './sign-out.js';
import { readSubjectId, type SubjectId } from './subject-id.js';

type Status = 204 | keyof typeof errorOf;

const errorOf = { 400: 'invalid_request', 401: 'invalid_token', 404: 'not_found' } as const;

interface VerifiedRequest {
  readonly connection: Connection;
  readonly request: RevocationRequestToken;
}

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
    private readonly connections: Connections,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
    private readonly directory: Directory,
  ) {}

  @Post()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const reply = request.reply.header('cache-control', 'no-store');
    // Who asks is settled before what they ask is read.
    const status = await this.obey(await this.verify(request), request);
    if (status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    if (status === 204) reply.code(204).empty();
    else reply.code(status).json({ error: errorOf[status] });
  }

  /** By each connection for which the issuer that the token names may sign; none, where nobody has proved anything. */
  private async verify({ headers, id }: RepliedRequest): Promise<VerifiedRequest[]> {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return [];
    const verified: VerifiedRequest[] = [];
    for (const { connection, signer } of await this.signersOf(token)) {
      try {
        verified.push({ connection, request: await signer.verifyRevocationRequest(token, this.routes.uri('universalLogout')) });
      } catch (error) {
        if (!(error instanceof OidcError) || error.status >= 500) throw error;
        this.logger.warn(`A universal logout was refused: ${error.message} (reference ${id})`);
      }
    }
    return verified;
  }

  /** Whose keys and issuer the token is held against: each signer has its own, so what an unproved token says only chooses. */
  private async signersOf(token: string): Promise<{ readonly connection: Connection; readonly signer: RelyingParty }[]> {
    const { iss } = statedClaims(token);
    const named = iss === undefined ? [] : await this.connections.bySigner(iss);
    const connections = named.length > 0 ? named : [this.connections.default];
    return connections.map((connection) => {
      const { relyingParty, organisation } = connection;
      return { connection, signer: iss === organisation.issuer ? organisation : relyingParty };
    });
  }

  private async obey(verified: readonly VerifiedRequest[], request: RepliedRequest): Promise<Status> {
    const statuses: Status[] = [];
    for (const { connection, request: asked } of verified) {
      const id = `${providerKey({ connection: connection.id, issuer: asked.issuer })} ${asked.jti}`;
      const end = (): Promise<Status> => this.endEverything(connection, request);
      const status = await this.sessions.once('revocation_request', id, asked.expiresAt * 1000, end);
      if (status === undefined) this.logger.warn(`A universal logout was sent a second time (reference ${request.id}).`);
      statuses.push(status ?? 401);
    }
    // Of several connections of one organisation the person may be known by one.
    return statuses.find((status) => status === 204) ?? statuses[0] ?? 401;
  }

  private async endEverything(connection: Connection, request: RepliedRequest): Promise<Status> {
    const subject = readSubjectId(request.json, (problem) =>
      this.logger.warn(`A universal logout was refused: ${problem} (reference ${request.id})`),
    );
    if (subject === undefined) return 400;
    const people = await this.find(connection, subject);
    for (const { issuer, subject: sub } of people) {
      const ended = await this.sessions.endBySubject({ connection: connection.id, issuer }, sub);
      this.signOut.ended(ended, 'universal_logout', requestSource(request));
    }
    return people.length === 0 ? 404 : 204;
  }

  /** An address is not unique: everybody of this connection who has it is meant, since leaving one signed in would be the worse mistake. */
  private async find(connection: Connection, subject: SubjectId): Promise<readonly PersonAtProvider[]> {
    const { id, relyingParty, organisation } = connection;
    const { issuer } = relyingParty;
    if (subject.format === 'email') {
      const email = subject.email.toLowerCase();
      const isMeant = ({ connection: of = defaultConnection, ...user }: User): boolean =>
        of === id && user.issuer === issuer && user.email?.toLowerCase() === email;
      return [...(await this.users.search(email)).filter(isMeant), ...(await this.provisioned(connection, email))];
    }
    if (subject.iss !== issuer && subject.iss !== organisation.issuer) return [];
    const user = await this.users.find(issuer, subject.sub, id);
    return user === undefined ? this.provisioned(connection, subject.sub) : [user];
  }

  /** Where a directory provisions people, Okta calls them as it does there: by an address, a user name, or the id that they have here. */
  private async provisioned(connection: Connection, name: string): Promise<readonly PersonAtProvider[]> {
    return (await this.directory.source?.find(connection, name)) ?? [];
  }
}
