import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /** Lets a form of this page go to one more origin, or this page be framed by one. */
    relaxPolicy(relaxed: Partial<PolicySources>): void;
  }
}

export interface PolicySources {
  /** Origins that forms may be sent to besides our own. Browsers hold redirects after a form to it as well. */
  readonly formAction: readonly string[];
  readonly frameAncestors: readonly string[];
}

/** Content-Security-Policy Level 3: nothing from elsewhere, no inline script or style. */
export function contentSecurityPolicy({ formAction, frameAncestors }: PolicySources): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    ["form-action 'self'", ...formAction].join(' '),
    `frame-ancestors ${frameAncestors.join(' ') || "'none'"}`,
  ].join('; ');
}

/** Sets the headers that every answer carries, errors included. `secure`: the public address is https. */
export function sendSecurityHeaders(server: FastifyInstance, secure: boolean, providerOrigins: () => readonly string[]): void {
  const fixed = {
    'x-content-type-options': 'nosniff',
    // Not no-referrer: browsers then send Origin: null with our own forms too.
    'referrer-policy': 'same-origin',
    'permissions-policy': 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  const policy = cached(providerOrigins);
  server.decorateReply('relaxPolicy', function relaxPolicy({ formAction = [], frameAncestors = [] }) {
    this.header('content-security-policy', contentSecurityPolicy({ formAction: [...providerOrigins(), ...formAction], frameAncestors }));
    if (frameAncestors.length > 0) this.removeHeader('x-frame-options');
  });
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(fixed);
    reply.header('content-security-policy', policy());
    done();
  });
}

/** The policy changes once, when discovery has told where the provider's sign-out is. */
function cached(providerOrigins: () => readonly string[]): () => string {
  let origins: readonly string[] | undefined;
  let policy = '';
  return () => {
    const now = providerOrigins();
    if (now !== origins) {
      origins = now;
      policy = contentSecurityPolicy({ formAction: now, frameAncestors: [] });
    }
    return policy;
  };
}
