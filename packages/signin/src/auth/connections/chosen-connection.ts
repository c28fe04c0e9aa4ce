import { Injectable } from '@nestjs/common';
import { SignInError } from '../sign-in-error.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

/** By which connection a request to /login wants to sign in. */
@Injectable()
export class ChosenConnection {
  constructor(private readonly connections: Connections) {}

  /**
   * That of `connection`, an id, or of the `iss` of a third-party initiated login (OpenID Connect Core 1.0, section 4), else the default one.
   * Throws SignInError connection_unknown, connection_disabled, and login_issuer_unknown where `iss` is that of none, or not of the one that
   * is named beside it (a mix-up otherwise).
   */
  async of(parameters: URLSearchParams): Promise<Connection> {
    const [id, iss] = [parameters.get('connection'), parameters.get('iss')];
    const named = id === null ? undefined : await this.find(id);
    if (iss === null) return enabled(named ?? this.connections.default);
    const atIssuer = await this.connections.byIssuer(iss);
    const found =
      named === undefined ? (atIssuer.find(({ isEnabled }) => isEnabled) ?? atIssuer[0]) : atIssuer.find((one) => one.id === named.id);
    if (found === undefined)
      throw new SignInError('login_issuer_unknown', 'A login was asked for with an issuer that is not the configured one.');
    return enabled(found);
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
