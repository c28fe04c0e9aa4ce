import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** The size of what a sign-in at the bench's provider leaves. */
const data = JSON.stringify({
  idClaims: { iss: 'http://127.0.0.1:1', aud: 'bench-client', sub: 'nobody', name: 'Ada Bench Lovelace', email: 'a@example.test', nonce: 'n'.repeat(43) },
  userinfo: { sub: 'nobody', name: 'Ada Bench Lovelace', email: 'a@example.test' },
  name: 'Ada Bench Lovelace',
  scopes: ['openid', 'profile', 'email'],
});
const sealed = 'x'.repeat(1400);
const hour = 3_600_000;

/** The same in both dialects, but for how they count. */
function statements({ people, sessions, seenAt, series }) {
  const now = Date.now();
  const key = "substr('crowd-' || n || '-0000000000000000000000000000000000000000000', 1, 43)";
  return [
    `insert into users (id, issuer, subject, name, username, email, email_verified, first_sign_in_at, last_sign_in_at)
     select 'crowd-' || n, 'http://crowd.test', 'person-' || n, 'Ada', 'ada', 'a' || n || '@example.test', 1, ${now}, ${now} from ${series(people)}`,
    `insert into sessions (key, user_id, issuer, subject, sid, created_at, seen_at, expires_at, address, user_agent, key_id, version, data)
     select ${key}, 'crowd-' || (n % ${people}), 'http://crowd.test', 'person-' || (n % ${people}), 'sid-' || n, ${now}, ${seenAt('n')},
       ${now + 12 * hour}, '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'crowd', 0, '${data}' from ${series(sessions)}`,
    `insert into session_tokens (session_key, sealed) select ${key}, '${sealed}' from ${series(sessions)}`,
  ];
}

/** Fills the tables that the product has made at `address`, a DATABASE_URL. `idle`: so many of the sessions were seen last hours ago, and are over. */
export async function fill(address, { people, sessions, idle }) {
  const now = Date.now();
  const seenAt = (n) => `case when ${n} < ${idle} then ${now - 10 * hour} else ${now} - ${n} % 600000 end`;
  const isSqlite = address.startsWith('sqlite:');
  const series = isSqlite ? counted : (count) => `generate_series(0, ${count - 1}) as counted(n)`;
  const texts = statements({ people, sessions, seenAt, series });
  if (isSqlite) fillSqlite(address.slice('sqlite:'.length), texts);
  else await fillPostgres(address, texts);
}

const counted = (count) => `(with recursive counted(n) as (select 0 union all select n + 1 from counted where n < ${count - 1}) select n from counted)`;

function fillSqlite(file, texts) {
  const database = new DatabaseSync(file);
  database.exec('pragma foreign_keys = off; pragma busy_timeout = 60000; pragma synchronous = off; pragma cache_size = -200000');
  for (const text of texts) database.exec(text);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

async function fillPostgres(url, texts) {
  const client = new pg.Client(url);
  await client.connect();
  for (const text of [...texts, 'vacuum analyze', 'checkpoint']) await client.query(text);
  await client.end();
}

/** How many sessions of the crowd are over and still there. */
export async function idleSessions(address) {
  const query = `select count(*) as idle from sessions where user_id like 'crowd-%' and seen_at < ${Date.now() - 5 * hour}`;
  if (address.startsWith('sqlite:')) {
    const database = new DatabaseSync(address.slice('sqlite:'.length), { readOnly: true });
    const { idle } = database.prepare(query).get();
    database.close();
    return idle;
  }
  const client = new pg.Client(address);
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return Number(rows[0].idle);
}
