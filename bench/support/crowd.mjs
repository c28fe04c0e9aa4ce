import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from '@redis/client';
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
/** Milliseconds for which a session may be idle: the default of the product. */
const idleTimeout = hour / 2;

const sqlite = {
  counted: (count) => `(with recursive counted(n) as (select 0 union all select n + 1 from counted where n < ${count - 1}) select n from counted)`,
  randomKey: 'substr(hex(randomblob(22)), 1, 43)',
};
const postgres = {
  counted: (count) => `generate_series(0, ${count - 1}) as counted(n)`,
  randomKey: "substr(md5(n::text) || md5('key ' || n), 1, 43)",
};

/**
 * The same in both dialects. Keys are as random as those of real sessions, so that those of one person, or those that are over, lie
 * far from each other; they go in sorted, which is what makes it fast.
 */
function statements({ counted, randomKey }, { people, sessions, idle }) {
  const now = Date.now();
  return [
    `create temporary table crowd_keys as select n, ${randomKey} as key from ${counted(sessions)}`,
    'create temporary table crowd as select n, key from crowd_keys order by key',
    `insert into signin_users (id, issuer, subject, name, username, email, email_verified, first_sign_in_at, last_sign_in_at)
     select 'crowd-' || n, 'http://crowd.test', 'person-' || n, 'Ada', 'ada', 'a' || n || '@example.test', 1, ${now}, ${now} from ${counted(people)}`,
    `insert into signin_sessions (key, user_id, issuer, subject, sid, created_at, seen_at, expires_at, address, user_agent, key_id, version, data)
     select key, 'crowd-' || (n % ${people}), 'http://crowd.test', 'person-' || (n % ${people}), 'sid-' || n, ${now},
       case when n < ${idle} then ${now - 10 * hour} else ${now} - n % 600000 end, ${now + 12 * hour},
       '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'crowd', 0, '${data}' from crowd`,
    `insert into signin_session_tokens (session_key, sealed) select key, '${sealed}' from crowd`,
  ];
}

/** The first characters of session keys, which name the sets of live sessions. */
const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const prefix = 'okta-nest-signin';
/** ARGV first, last, people, idle, now, data, sealed, characters. The names are those of RedisSessionStore. */
const redisFill = `
local first, last, people, idle, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local hour = 3600000
for n = first, last do
  local letters = {}
  for i = 1, 43 do local at = math.random(64) letters[i] = ARGV[8]:sub(at, at) end
  local key = table.concat(letters)
  local session, tokens = '${prefix}:session:{' .. key .. '}', '${prefix}:tokens:{' .. key .. '}'
  local seen, ends = now - n % 600000, now + 12 * hour
  if n < idle then seen = now - 10 * hour end
  redis.call('HSET', session, 'userId', 'crowd-' .. n % people, 'issuer', 'http://crowd.test', 'subject', 'person-' .. n, 'createdAt', now,
    'seenAt', seen, 'expiresAt', ends, 'keyId', 'crowd', 'sid', 'sid-' .. n, 'address', '192.0.2.1',
    'userAgent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'connection', 'default', 'version', 0, 'data', ARGV[6])
  redis.call('HSET', tokens, 'sealed', ARGV[7])
  redis.call('PEXPIREAT', session, ends)
  redis.call('PEXPIREAT', tokens, ends)
  redis.call('ZADD', '${prefix}:user:crowd-' .. n % people, ends, key)
  redis.call('ZADD', '${prefix}:subject:' .. key, ends, key)
  redis.call('ZADD', '${prefix}:sid:' .. key, ends, key)
  redis.call('ZADD', '${prefix}:live:' .. key:sub(1, 1), seen + hour / 2, key)
end`;

async function fillRedis(url, { people, sessions, idle }) {
  const client = await createClient({ url, RESP: 2 }).connect();
  const batch = 5000;
  for (let first = 0; first < sessions; first += batch) {
    const last = Math.min(first + batch, sessions) - 1;
    const values = [first, last, people, idle, Date.now(), data, sealed, characters].map(String);
    await client.sendCommand(['EVAL', redisFill, '0', ...values]);
  }
  client.destroy();
}

/** The settings of a program whose sessions are at `address`. */
export function settingOf(address) {
  return address.startsWith('redis:') ? { SESSION_STORE_URL: address } : { DATABASE_URL: address };
}

/** Fills the tables that the application has made at `address`, a DATABASE_URL or SESSION_STORE_URL. `idle`: so many of the sessions were seen last hours ago, and are over. */
export async function fill(address, crowd) {
  if (address.startsWith('redis:')) await fillRedis(address, crowd);
  else if (address.startsWith('sqlite:')) fillSqlite(address.slice('sqlite:'.length), statements(sqlite, crowd));
  else await fillPostgres(address, statements(postgres, crowd));
}

function fillSqlite(file, texts) {
  const database = new DatabaseSync(file);
  database.exec('pragma foreign_keys = off; pragma busy_timeout = 60000; pragma synchronous = off; pragma cache_size = -400000; pragma temp_store = memory');
  for (const text of ['begin', ...texts, 'commit', 'analyze', 'pragma wal_checkpoint(truncate)']) database.exec(text);
  database.close();
  // As PostgreSQL's checkpoint does: else gigabytes are still on their way to the disk while the pauses are measured.
  const open = openSync(file, 'r+');
  fsyncSync(open);
  closeSync(open);
}

async function fillPostgres(url, texts) {
  const client = new pg.Client(url);
  await client.connect();
  // Foreign keys are not asked after one by one: what is put in is right.
  const fast = ['set session_replication_role = replica', "set work_mem = '256MB'", "set maintenance_work_mem = '256MB'", 'set synchronous_commit = off'];
  for (const text of [...fast, ...texts, 'vacuum analyze', 'checkpoint']) await client.query(text);
  await client.end();
}

/** How many sessions of the crowd are over and still there. */
export async function idleSessions(address) {
  if (address.startsWith('redis:')) {
    const client = await createClient({ url: address, RESP: 2 }).connect();
    const counts = await Promise.all([...characters].map((first) => client.sendCommand(['ZCOUNT', `${prefix}:live:${first}`, '-inf', String(Date.now())])));
    client.destroy();
    return counts.reduce((sum, count) => sum + Number(count), 0);
  }
  const query = `select count(*) as idle from signin_sessions where seen_at < ${Date.now() - idleTimeout}`;
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
