import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

const permissions = 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()';

/** Sets the headers that every response carries, errors included. `secure`: the public address is https. */
export function sendSecurityHeaders(server: FastifyInstance, secure: boolean, providerOrigins: () => readonly string[]): void {
  let origins: readonly string[] | undefined;
  let headers = new Map<string, string>();
  server.addHook('onRequest', (_request, reply, done) => {
    // They change once, when discovery has told where the provider's sign-out is.
    const current = providerOrigins();
    if (current !== origins) headers = headersFor(secure, current);
    origins = current;
    // On Node's own response, so that what middleware of Nest's ends by itself carries them too.
    reply.raw.setHeaders(headers);
    done();
  });
}

/** What helmet sets for a response: asked once, since it builds every header anew. */
function headersFor(secure: boolean, formAction: readonly string[]): Map<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet({
    contentSecurityPolicy: contentSecurityPolicy(formAction),
    // Not no-referrer: browsers then send Origin: null with our own forms too.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  })(request, response, () => undefined);
  response.setHeader('permissions-policy', permissions);
  return new Map(Object.entries(response.getHeaders() as Record<string, string>));
}
/** Content-Security-Policy Level 3: nothing from elsewhere, no inline script or style. */
function contentSecurityPolicy(formAction: readonly string[]) {
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
      frameAncestors: ["'none'"],
    },
  };
}
