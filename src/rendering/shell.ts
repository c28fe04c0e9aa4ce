/** What the layout shows on every page, whatever the page. */
export interface Shell {
  /** Of the document; the product's name is added. */
  readonly title: string;
  /** Name to show in the header; undefined: signed out. */
  readonly person: string | undefined;
  /** Path prefix, `''` or `/app`: every link and form action starts with it. */
  readonly base: string;
}
