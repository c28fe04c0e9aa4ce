import { Injectable } from '@nestjs/common';
import { SignInOptions } from '../options/sign-in-options.js';
import { builtInPages } from '../pages/built-in-pages.js';
import type { PageFunctions, PageName, Shell, SignInPages } from '../pages/pages.js';

/** Shows the pages of sign-in: those of the host where it has its own, else the built-in ones. */
@Injectable()
export class PageViews {
  constructor(private readonly options: SignInOptions) {}

  /** Returns the whole HTML document. */
  render<Page extends PageName>(page: Page, shown: SignInPages[Page], shell: Shell): string {
    const own: PageFunctions[Page] = this.options.pages?.[page];
    return (own ?? builtInPages[page])(shown, shell);
  }
}
