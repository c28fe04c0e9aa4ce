import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { currentSession } from '@fanlight/signin';
import { requestOf, type SignInRequest } from '@fanlight/signin/application';
import { Settings } from '@fanlight/signin/settings';
import { Views } from './views.js';
import { displayName } from './display-name.js';
import type { PageContexts, PageName } from './page-contexts.js';

/** Replies to a request with a page: what a controller of one's own needs of this folder. */
@Injectable()
export class Pages {
  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
  ) {}

  /**
   * Sends views/pages/{page}.hbs in the layout, with the name and the way out of whoever is signed in.
   * @throws ViewError for a page that does not exist.
   */
  async show<Page extends PageName>(reply: FastifyReply, page: Page, title: string, context: PageContexts[Page]): Promise<void> {
    await reply.type('text/html; charset=utf-8').send(await this.render(requestOf(reply.request), page, title, context));
  }

  /**
   * The HTML that show() sends.
   * @throws ViewError
   */
  async render<Page extends PageName>(
    request: SignInRequest | undefined,
    page: Page,
    title: string,
    context: PageContexts[Page],
  ): Promise<string> {
    // A page that says that sessions cannot be read is shown all the same.
    const session = await currentSession(request).catch(() => undefined);
    return this.views.render(page, context, { title, person: session && displayName(session), base: this.settings.publicUrl.path });
  }

  /** After a form: on to a page of this application, so that a reload does not send the form again. `path` without the prefix of PUBLIC_URL. */
  async goTo(reply: FastifyReply, path: `/${string}`): Promise<void> {
    await reply.redirect(this.settings.publicUrl.path + path, 303);
  }
}
