// A provider for the bench only: valid tokens for anybody, no policy, as little work as possible. Never use it for anything else.
// Environment: SUBJECT_NAME; LIFETIME, seconds that tokens live, which can be refreshed then. Prints nothing; tells its parent process the issuer once it listens.
import crypto from 'node:crypto';
import http from 'node:http';

const name = process.env.SUBJECT_NAME;
const kept = 5000;
const lifetime = process.env.LIFETIME === undefined ? undefined : Number(process.env.LIFETIME);
const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench-1', alg: 'RS256', use: 'sig' }] });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = encode({ alg: 'RS256', typ: 'JWT', kid: 'bench-1' });
const codes = new Map();
const accessTokens = new Map();
let issuer;
let people = 0;

const routes = {
  '/.well-known/openid-configuration': (_url, _request, response) => json(response, discovery()),
  '/jwks': (_url, _request, response) => json(response, keys),
  '/authorize': authorize,
  '/token': (_url, request, response) => readForm(request, (form) => token(form, response)),
  '/userinfo': (_url, request, response) => {
    const subject = accessTokens.get((request.headers.authorization ?? '').slice('Bearer '.length));
    json(response, JSON.stringify(subject === undefined ? { error: 'invalid_token' } : person(subject)), subject === undefined ? 401 : 200);
  },
  '/end_session': (url, _request, response) => redirect(response, url.searchParams.get('post_logout_redirect_uri') ?? issuer),
  '/revoke': (_url, request, response) =>
    readForm(request, (form) => {
      codes.delete(form.get('token'));
      json(response, '{}');
    }),
};

const server = http.createServer((request, response) => {
  const url = new URL(request.url, issuer);
  const route = routes[url.pathname];
  if (route === undefined) json(response, '{"error":"not_found"}', 404);
  else route(url, request, response);
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  process.send(issuer);
});

function discovery() {
  return JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/end_session`,
    revocation_endpoint: `${issuer}/revoke`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'name', 'email', 'at_hash'],
  });
}

function authorize(url, _request, response) {
  const query = url.searchParams;
  const code = crypto.randomBytes(18).toString('base64url');
  people += 1;
  remember(codes, code, { client: query.get('client_id'), nonce: query.get('nonce') ?? undefined, subject: `user-${people}` });
  const back = new URL(query.get('redirect_uri'));
  back.searchParams.set('code', code);
  if (query.has('state')) back.searchParams.set('state', query.get('state'));
  redirect(response, back.href);
}

function token(form, response) {
  const code = form.get('code') ?? form.get('refresh_token');
  const grant = codes.get(code);
  if (grant === undefined) return json(response, '{"error":"invalid_grant"}', 400);
  codes.delete(code);
  const now = Math.floor(Date.now() / 1000);
  const access = crypto.randomBytes(24).toString('base64url');
  remember(accessTokens, access, grant.subject);
  const refresh = crypto.randomBytes(24).toString('base64url');
  if (lifetime !== undefined) remember(codes, refresh, { ...grant, nonce: undefined });
  const at_hash = crypto.createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url');
  const times = { iat: now, exp: now + 3600, auth_time: now };
  const signed = `${header}.${encode({ iss: issuer, aud: grant.client, ...times, nonce: grant.nonce, at_hash, ...person(grant.subject) })}`;
  const id_token = `${signed}.${crypto.sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  const refreshed = lifetime === undefined ? {} : { refresh_token: refresh };
  json(response, JSON.stringify({ access_token: access, token_type: 'Bearer', expires_in: lifetime ?? 3600, scope: 'openid profile email', id_token, ...refreshed }));
}

function person(sub) {
  const address = `${sub}@example.test`;
  const names = { name, given_name: 'Ada', family_name: 'Lovelace', preferred_username: address };
  return { sub, ...names, email: address, email_verified: true, locale: 'en-GB', zoneinfo: 'Europe/London' };
}

function readForm(request, answer) {
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (part) => (body += part));
  request.on('end', () => answer(new URLSearchParams(body)));
}

function remember(map, key, value) {
  map.set(key, value);
  if (map.size > kept) map.delete(map.keys().next().value);
}

function json(response, body, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function redirect(response, location) {
  response.writeHead(302, { location, 'content-length': 0 });
  response.end();
}
