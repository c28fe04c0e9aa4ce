import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { currentSession } from '../auth/current-session.js';
import { Settings } from '../config/settings.js';
import type { Shell } from '../rendering/shell.js';
import { displayName } from './display-name.js';

/** What the layout shows around the pages of a person, signed in or not. */
@Injectable()
export class Shells {
  constructor(private readonly settings: Settings) {}

  for(request: FastifyRequest, title: string): Shell {
    if (request.found?.failure !== undefined) return this.anonymous(title);
    const session = currentSession(request);
    return { title, person: session && displayName(session), base: this.settings.publicUrl.path };
  }

  /** The same for everybody who is signed out. */
  anonymous(title: string): Shell {
    return { title, person: undefined, base: this.settings.publicUrl.path };
  }
}
