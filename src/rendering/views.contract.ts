// Contract of src/rendering. The class Views (views.ts, a Nest provider) compiles views/ with Handlebars at start; in development a changed file is compiled anew.

export interface ViewsContract {
  /**
   * Renders views/pages/{page}.hbs in the layout. `shell` is what the layout shows on every page.
   * Returns the whole HTML document.
   */
  render(page: string, context: object, shell: Shell): string;
}

export interface Shell {
  readonly title: string;
  /** Name to show in the header; undefined: signed out. */
  readonly person: string | undefined;
  /** Path prefix, `''` or `/app`: every link and form action starts with it. */
  readonly base: string;
  /** Hidden field of every form that changes something; undefined: signed out. */
  readonly csrf: string | undefined;
}
