import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

const name = 'okta-nest-signin.test.log';
const written = channel(name);

/** Tells whoever collects that an application or a command has logged `text`. */
export function noteLogged(text: string): void {
  written.publish(text);
}

/** Collects what is logged in this process from now on. */
export function collectLogs(): { readonly lines: readonly string[]; stop(): void } {
  const lines: string[] = [];
  const keep = (text: unknown): void => void lines.push(String(text));
  subscribe(name, keep);
  return { lines, stop: () => void unsubscribe(name, keep) };
}
