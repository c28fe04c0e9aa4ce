import { Injectable } from '@nestjs/common';
import { SignInError } from '../sign-in-error.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

/** The connections that requests name. */
@Injectable()
export class ChosenConnection {
  constructor(private readonly connections: Connections) {}

  /**
   * Those that a request to /login names by `connection`, an id, or by the `iss` of a third-party initiated login (OpenID Connect Core 1.0,
   * section 4), which may be the Okta organisation of a custom authorization server; undefined: it names none. Throws SignInError
   * connection_unknown, and login_issuer_unknown where `iss` is that of none, or not of the one that is named beside it (a mix-up otherwise).
   */
  async namedBy(parameters: URLSearchParams): Promise<readonly Connection[] | undefined> {
    const [id, iss] = [parameters.get('connection'), parameters.get('iss')];
    const named = id === null ? undefined : await this.find(id);
    if (iss === null) return named && [named];
    const isMeant = ({ id: known }: Connection): boolean => named === undefined || known === named.id;
    const atIssuer = (await this.connections.byIssuer(iss)).filter(isMeant);
    if (atIssuer.length > 0) return atIssuer;
    // It only chooses, and proves nothing: what the provider returns is held against the issuer of the connection.
    const ofOrganisation = (await this.connections.bySigner(iss)).filter(isMeant);
    if (ofOrganisation.length > 0) return ofOrganisation;
    throw new SignInError('login_issuer_unknown', 'A login was asked for with an issuer that is not the configured one.');
  }

  /** That of a login that is under way, or of a session. @throws SignInError connection_unknown */
  async find(id: string): Promise<Connection> {
    const found = await this.connections.find(id);
    if (found === undefined) throw new SignInError('connection_unknown', 'There is no connection of that id.');
    return found;
  }
}

/** @throws SignInError connection_disabled */
export function enabled(connection: Connection): Connection {
  if (connection.isEnabled) return connection;
  throw new SignInError('connection_disabled', `The connection ${connection.id} is disabled: nobody signs in by it.`);
}
