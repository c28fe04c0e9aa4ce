import { Injectable } from '@nestjs/common';
import { OwnRoutes } from './http/own-routes.js';
import { SignInOptions } from '../options/sign-in-options.js';
import { builtInPages } from '../pages/built-in-pages.js';
import type { PageFunctions, PageName, Shell, SignInPages } from '../pages/pages.js';

/** Shows the pages of sign-in: those of the host where it has its own, else the built-in ones. */
@Injectable()
export class PageViews {
  constructor(
    private readonly options: SignInOptions,
    private readonly routes: OwnRoutes,
  ) {}

  /** Returns the whole HTML document, by the host's own function or, where `own` is empty, by the built-in one. */
  render<Page extends PageName>(
    page: Page,
    shown: SignInPages[Page],
    shell: Omit<Shell, 'addresses'>,
    own: PageFunctions = this.options.pages ?? {},
  ): string {
    const show: PageFunctions[Page] = own[page];
    const addresses = { login: this.routes.address('login'), logout: this.routes.address('logout') };
    return (show ?? builtInPages[page])(shown, { ...shell, addresses });
  }
}
