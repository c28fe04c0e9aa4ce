import { join } from 'node:path';

const bench = join(import.meta.dirname, '..');
export const project = join(bench, '..');
export const client = { id: 'bench-client', secret: 'bench-secret-0123456789abcdef0123456789' };
export const sessionSecret = '7d1f0c5be2a94d6f8c3b1a5e9d7f2c4b6a8e0d1f';

/** Ours, in production with default settings. The rate limit counts, but never refuses the one address that everybody here has. */
function ours(folder, command, pages, { storage = () => ({}), needs, environment = {} } = {}) {
  return {
    kind: 'ours',
    needs,
    folder,
    command,
    pages,
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
      ...environment,
    }),
  };
}

const postgres = { storage: (surroundings) => ({ DATABASE_URL: surroundings.postgres?.url }), needs: 'postgres' };
const redis = { storage: (surroundings) => ({ SESSION_STORE_URL: surroundings.redis?.url }), needs: 'redis' };

const profile = { login: '/login?returnTo=/profile', profile: '/profile' };

function application(options) {
  return ours(project, ['node', 'dist/main.js'], profile, options);
}

/** The application with three routes more (bench/product/main.ts). */
function extended(options) {
  return ours(project, ['node', 'dist/bench/main.js'], { login: '/login?returnTo=/bench/page', profile: '/bench/page' }, options);
}

/** bench/hosts: @fanlight/signin in a team's application, whose pages have the peers' markup. */
function host(adapter, options) {
  return ours(bench, ['node', '.built/hosts/main.mjs'], profile, { ...options, environment: { ADAPTER: adapter, SIGN_IN: 'fanlight' } });
}

/** The same application without any sign-in: both pages are open to everybody. */
function floorOf(adapter) {
  return { kind: 'floor', folder: bench, command: ['node', '.built/hosts/main.mjs'], pages: { profile: '/profile' }, environment: () => ({ ADAPTER: adapter, SIGN_IN: 'none' }) };
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

/** The same application again, with Passport and express-session. */
function hostWithPassport(store, needs) {
  return peer('.built/hosts/main.mjs', { environment: { ADAPTER: 'express', SIGN_IN: 'passport', STORE: store }, needs, verifies: false });
}

/** `verifies`: checks the signature of the ID token, as it stands in bench/peers. */
export const contestants = {
  'application, SQLite': application(),
  'Nest on Fastify, SQLite': host('fastify'),
  'Nest on Fastify, PostgreSQL': host('fastify', postgres),
  'Nest on Fastify, Redis': host('fastify', redis),
  'Nest on Express, SQLite': host('express'),
  'Nest on Express, PostgreSQL': host('express', postgres),
  'Nest on Express, Redis': host('express', redis),
  'Nest on Express, passport, memory': hostWithPassport('memory'),
  'Nest on Express, passport, Redis': hostWithPassport('redis', 'redis'),
  'the same with views': peer('.built/nest/main.mjs', { verifies: false }),
  'passport-openidconnect, memory': peer('peers/passport.cjs', { environment: { STORE: 'memory' }, verifies: false }),
  'passport-openidconnect, Redis': peer('peers/passport.cjs', { environment: { STORE: 'redis' }, needs: 'redis', verifies: false }),
  "openid-client's strategy": peer('peers/openid-client.mjs', { verifies: false }),
  '@okta/oidc-middleware': peer('peers/okta-middleware.cjs'),
  'express-openid-connect, memory': peer('peers/express-openid-connect.cjs', { environment: { STORE: 'memory' }, verifies: false }),
  'express-openid-connect, cookie': peer('peers/express-openid-connect.cjs', { environment: { STORE: 'cookie' }, verifies: false }),
  '@auth/express': peer('peers/authjs.mjs', { verifies: false }),
  'floor: Nest on Fastify': floorOf('fastify'),
  'floor: Nest on Express': floorOf('express'),
  'floor: bare Fastify': peer('peers/floor/fastify.cjs', { kind: 'floor' }),
  'floor: bare Express': peer('peers/floor/express.cjs', { kind: 'floor' }),
};

/** For what is measured of ours alone; takes part in no comparison. */
export const extendedApplication = extended();
