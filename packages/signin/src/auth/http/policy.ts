import type { Reply } from './reply.js';

/** Lets a form of this page go to `origins` too, or this page be framed by them, where the host has sent a policy that forbids it. */
export function relaxPolicy(reply: Reply, directive: 'form-action' | 'frame-ancestors', origins: readonly string[]): void {
  if (origins.length === 0) return;
  if (directive === 'frame-ancestors') reply.removeHeader('X-Frame-Options');
  const policy = reply.headerOf('Content-Security-Policy');
  if (policy === undefined) return;
  const directives = policy.split(';').map((text) => text.trim());
  const rest = directives.filter((text) => text !== '' && !text.startsWith(`${directive} `));
  const sources = directives
    .find((text) => text.startsWith(`${directive} `))
    ?.split(' ')
    .slice(1) ?? ["'self'"];
  const allowed = [...sources.filter((source) => source !== "'none'"), ...origins];
  reply.header('Content-Security-Policy', [...rest, `${directive} ${[...new Set(allowed)].join(' ')}`].join(';'));
}
