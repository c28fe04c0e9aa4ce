import type { ServerResponse } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';

/** The response to a request, on any adapter. What is written here passes no interceptor of the host, which may wrap what handlers return. */
export class Reply {
  private status = 200;
  /** What the headers are set on: Express's response, Fastify's reply, or Node's response where that is all there is. */
  private readonly headers: Headers;

  constructor(
    private readonly adapter: AbstractHttpAdapter,
    /** Express's response, or Fastify's reply. Node's own where middleware of a Fastify application has thrown. */
    private readonly response: unknown,
  ) {
    this.headers = response as Headers;
  }

  get isSent(): boolean {
    const { headersSent, sent, raw } = this.headers;
    return headersSent ?? (sent || raw?.headersSent) ?? false;
  }

  /** Lines of Set-Cookie add up; any other header is replaced. */
  header(name: string, value: string | number | readonly string[]): this {
    if (name.toLowerCase() !== 'set-cookie') this.set(name, String(value));
    else for (const line of [value].flat()) this.addCookie(String(line));
    return this;
  }

  headerOf(name: string): string | undefined {
    return this.headers.getHeader(name)?.toString();
  }

  removeHeader(name: string): void {
    // Fastify has headers of its own beside those that plugins such as helmet set on Node's response.
    this.headers.raw?.removeHeader(name);
    this.headers.removeHeader(name);
  }

  code(status: number): this {
    this.status = status;
    return this;
  }

  redirect(address: string, status: number): void {
    this.code(status).set('Location', address);
    this.end('');
  }

  html(page: string): void {
    this.set('Content-Type', 'text/html; charset=utf-8');
    this.end(page);
  }

  json(body: object, type = 'application/json'): void {
    this.set('Content-Type', `${type}; charset=utf-8`);
    this.end(JSON.stringify(body));
  }

  empty(): void {
    this.end('');
  }

  private addCookie(line: string): void {
    if (this.headers.send === undefined) this.headers.appendHeader('Set-Cookie', line);
    else this.adapter.appendHeader(this.response, 'Set-Cookie', line);
  }

  private set(name: string, value: string): void {
    if (this.headers.header === undefined) this.headers.setHeader(name, value);
    else this.headers.header(name, value);
  }

  private end(body: string): void {
    if (this.headers.send === undefined) {
      this.headers.statusCode = this.status;
      this.headers.end(body);
    } else this.adapter.reply(this.response, body, this.status);
  }
}

/** What Express's response, Fastify's reply and Node's response have, together. */
interface Headers extends Pick<ServerResponse, 'appendHeader' | 'getHeader' | 'setHeader' | 'removeHeader' | 'end' | 'statusCode'> {
  readonly raw?: ServerResponse;
  readonly headersSent?: boolean;
  readonly sent?: boolean;
  header?(name: string, value: string): void;
  send?(body: string): void;
}
