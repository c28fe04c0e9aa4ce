import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Connections, Settings } from '@fanlight/signin';
import { installHook, OwnRoutes, parseJson, readBytes, requestOf, Requests } from '@fanlight/signin/application';
import { notFound, ScimError } from '../resources/scim-error.js';

/** Where /scim/v2 is declared, without a global prefix. */
export abstract class ScimPath {
  abstract readonly path: string;
}

/** Whose directory asks, and what it sent. */
export interface Entered {
  readonly connection: string;
  /** @throws BadRequestException for what is no JSON */
  readonly body: () => unknown;
}

/** A push of ten thousand members with their names has one to two million. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Goes before every request to /scim/v2: asks for the token first, and reads a body only then, since no parser of a host knows
 * application/scim+json.
 */
@Injectable()
export class Entrance {
  private readonly entered = new WeakMap<IncomingMessage, Entered | Error>();

  constructor(
    adapterHost: HttpAdapterHost,
    @Inject(ScimPath) private readonly at: ScimPath,
    private readonly routes: OwnRoutes,
    private readonly requests: Requests,
    private readonly connections: Connections,
    private readonly settings: Settings,
  ) {
    adapterHost.init$.subscribe(() => {
      installHook(adapterHost.httpAdapter, (_request, message, _response, hideBody) => {
        if (this.below(message.url ?? '') === undefined) return undefined;
        hideBody();
        return this.enter(message);
      });
    });
  }

  /** The address of /scim/v2 for directories. */
  get address(): string {
    return this.settings.publicUrl.href + this.routes.routed(this.at.path);
  }

  /** The path below /scim/v2 and the query; undefined: it is elsewhere. */
  below(url: string): { readonly path: string; readonly query: string } | undefined {
    const base = this.routes.routed(this.at.path);
    if (!url.startsWith(base) || !['', '/', '?'].includes(url.charAt(base.length))) return undefined;
    const [path = '', ...query] = url.slice(base.length).split('?');
    return { path, query: query.join('?') };
  }

  /** @throws ScimError 401 and the like: what the request was refused for before its body was read */
  found(message: IncomingMessage): Entered {
    const entered = this.entered.get(message);
    if (entered === undefined) throw notFound('This address');
    if (entered instanceof Error) throw entered;
    return entered;
  }

  private async enter(message: IncomingMessage): Promise<void> {
    try {
      this.entered.set(message, await this.judge(message));
    } catch (error) {
      this.entered.set(message, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async judge(message: IncomingMessage): Promise<Entered> {
    const token = /^Bearer +(\S+)$/i.exec(message.headers.authorization ?? '')?.[1];
    const connection = token === undefined ? undefined : await this.connections.byScimToken(token);
    if (connection === undefined) {
      if (!(await this.connections.mayBeProvisioned())) throw notFound('Provisioning by SCIM');
      const request = requestOf(message);
      // Whoever guesses is slowed down; a directory with a token is not.
      if (request !== undefined) await this.requests.count(request);
      throw new ScimError(401, 'The bearer token is missing or not known here.', undefined, { 'www-authenticate': 'Bearer' });
    }
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(message.method ?? '');
    const bytes = hasBody ? await readBytes(message, maxBytes) : Buffer.of();
    // Not before it is known that the address takes one.
    return { connection: connection.id, body: () => parseJson(bytes.toString()) };
  }
}
