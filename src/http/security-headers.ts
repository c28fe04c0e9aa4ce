import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Lets a form of this page go to more origins, or this page be framed by some. Browsers hold redirects after a form to `formAction`
     * as well.
     */
    relaxPolicy(relaxed: { readonly formAction?: readonly string[]; readonly frameAncestors?: readonly string[] }): void;
  }
}

const permissions = 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()';

/** Sets the headers that every response carries, errors included. `secure`: the public address is https. */
export async function sendSecurityHeaders(
  server: FastifyInstance,
  secure: boolean,
  providerOrigins: () => readonly string[],
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: contentSecurityPolicy([() => providerOrigins().join(' ')]),
    // Not no-referrer: browsers then send Origin: null with our own forms too.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  });
  server.addHook('onRequest', (_request, reply, done) => {
    reply.raw.setHeader('permissions-policy', permissions);
    done();
  });
  server.decorateReply('relaxPolicy', function relaxPolicy({ formAction = [], frameAncestors = [] }) {
    this.helmet({ contentSecurityPolicy: contentSecurityPolicy([...providerOrigins(), ...formAction], frameAncestors) });
    if (frameAncestors.length > 0) this.raw.removeHeader('x-frame-options');
  });
}

/** Content-Security-Policy Level 3: nothing from elsewhere, no inline script or style. */
function contentSecurityPolicy(formAction: readonly (string | (() => string))[], frameAncestors: readonly string[] = []) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'", ...formAction],
      frameAncestors: frameAncestors.length > 0 ? frameAncestors : ["'none'"],
    },
  };
}
