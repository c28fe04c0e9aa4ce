import type { Reply } from './reply.js';

/** Lets a form of this page go to `origins` too, or this page be framed by them, where the host has sent a policy that forbids it. */
export function relaxPolicy(reply: Reply, directive: 'form-action' | 'frame-ancestors', origins: readonly string[]): void {
  if (origins.length === 0) return;
  if (directive === 'frame-ancestors') reply.removeHeader('X-Frame-Options');
  const policy = reply.headerOf('Content-Security-Policy');
  if (policy === undefined) return;
  const directives = policy.split(';').map((text) => text.trim());
  const known = directives.find((text) => text.startsWith(`${directive} `));
  const sources = (known?.split(' ').slice(1) ?? ["'self'"]).filter((source) => source !== "'none'");
  const relaxed = `${directive} ${[...new Set([...sources, ...origins])].join(' ')}`;
  const others = directives.map((text) => (text === known ? relaxed : text)).filter((text) => text !== '');
  reply.header('Content-Security-Policy', (known === undefined ? [...others, relaxed] : others).join(';'));
}
