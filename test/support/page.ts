import type { IncomingHttpHeaders } from 'node:http';
import { type Form, readForms } from './html-form.js';
import { readAttributes, textOf } from './html.js';

/** One answer on the way to a page that redirected. */
export interface Hop {
  readonly url: string;
  readonly status: number;
  /** The Location header as sent. */
  readonly location: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the browser shows in the end, and how it got there. */
export class Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;

  constructor(
    readonly url: string,
    answer: Answer,
    /** The redirects before it, first one first. */
    readonly trail: readonly Hop[],
    /** Every Set-Cookie line of the answer and of the redirects before it. */
    readonly setCookies: readonly string[],
  ) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
  }

  get forms(): Form[] {
    return readForms(this.body);
  }

  /** What a person reads: no tags, entities decoded, white space folded. */
  get text(): string {
    return textOf(this.body);
  }

  /** Addresses of the page's links, absolute, in order. */
  get links(): { readonly text: string; readonly url: string }[] {
    return [...this.body.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(([, source = '', content = '']) => {
      const href = readAttributes(source).get('href');
      return href === undefined ? [] : [{ text: textOf(content), url: new URL(href, this.url).href }];
    });
  }

  json(): unknown {
    return JSON.parse(this.body);
  }
}
