import { join } from 'node:path';

const bench = join(import.meta.dirname, '..');
export const project = join(bench, '..');
const client = { id: 'bench-client', secret: 'bench-secret-0123456789abcdef0123456789' };
const sessionSecret = '7d1f0c5be2a94d6f8c3b1a5e9d7f2c4b6a8e0d1f';

/** Ours, in production with default settings. The rate limit counts, but never refuses the one address that everybody here has. */
function product(storage, { needs, ...changes } = {}) {
  return {
    kind: 'product',
    needs,
    folder: project,
    command: ['node', 'dist/main.js'],
    pages: { login: '/login?returnTo=/profile', profile: '/profile' },
    environment: (surroundings) => ({
      HOST: '127.0.0.1',
      PUBLIC_URL: surroundings.url,
      OIDC_ISSUER: surroundings.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      SESSION_SECRET: sessionSecret,
      RATE_LIMIT: '1000000',
      DATABASE_URL: `sqlite:${join(surroundings.folder, 'app.db')}`,
      ...storage(surroundings),
    }),
    ...changes,
  };
}

function peer(file, { kind = 'peer', environment = {}, needs, verifies = true } = {}) {
  return {
    kind,
    needs,
    verifies,
    folder: bench,
    command: ['node', file],
    pages: { login: '/login', profile: '/profile' },
    environment: (surroundings) => ({
      ISSUER: surroundings.issuer,
      BASE_URL: surroundings.url,
      CLIENT_ID: client.id,
      CLIENT_SECRET: client.secret,
      SESSION_SECRET: sessionSecret,
      REDIS_URL: surroundings.redis?.url,
      ...environment,
    }),
  };
}

/** What our page costs beyond the markup of the peers' pages: everything is on (bench/product/main.ts). */
const withPeersPage = {
  command: ['node', 'dist/bench/main.js'],
  pages: { login: '/login?returnTo=/bench/page', profile: '/bench/page' },
};

/** `verifies`: checks the signature of the ID token, as it stands in bench/peers. */
export const contestants = {
  'product, SQLite': product(() => ({})),
  'product, PostgreSQL': product(({ postgres }) => ({ DATABASE_URL: postgres?.url }), { needs: 'postgres' }),
  'product, Redis sessions': product(({ redis }) => ({ SESSION_STORE_URL: redis?.url }), { needs: 'redis' }),
  "product, the peers' page": product(() => ({}), withPeersPage),
  "product, the peers' page, Redis": product(({ redis }) => ({ SESSION_STORE_URL: redis?.url }), { ...withPeersPage, needs: 'redis' }),
  'express-openid-connect, cookie': peer('peers/express-openid-connect.cjs', { environment: { STORE: 'cookie' }, verifies: false }),
  'express-openid-connect, memory': peer('peers/express-openid-connect.cjs', { environment: { STORE: 'memory' }, verifies: false }),
  'passport-openidconnect, memory': peer('peers/passport.cjs', { environment: { STORE: 'memory' }, verifies: false }),
  'passport-openidconnect, Redis': peer('peers/passport.cjs', { environment: { STORE: 'redis' }, needs: 'redis', verifies: false }),
  "openid-client's strategy": peer('peers/openid-client.mjs', { verifies: false }),
  '@auth/express': peer('peers/authjs.mjs', { verifies: false }),
  '@okta/oidc-middleware': peer('peers/okta-middleware.cjs'),
  'Nest, Express, passport': peer('.built/nest/main.mjs', { verifies: false }),
  'floor: bare Fastify': peer('peers/floor/fastify.cjs', { kind: 'floor' }),
  'floor: bare Express': peer('peers/floor/express.cjs', { kind: 'floor' }),
};
