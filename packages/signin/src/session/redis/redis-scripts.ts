import { script } from './redis-link.js';

// Each script touches the keys of one session, or one other key. Times are milliseconds since the epoch, from the application's clock.

/** KEYS session, tokens. ARGV until, sealed, then the session's fields and values. */
export const insertScript = script(`
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('HSET', KEYS[2], 'sealed', ARGV[2])
redis.call('PEXPIREAT', KEYS[1], ARGV[1])
redis.call('PEXPIREAT', KEYS[2], ARGV[1])`);

/** KEYS session, tokens. ARGV seenAt, until. Returns 0 when the session is gone. */
export const touchScript = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'seenAt', ARGV[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
redis.call('PEXPIREAT', KEYS[2], ARGV[2])
return 1`);

/** KEYS session. ARGV version, data. Returns 0 when the version is another, or the session is gone. */
export const saveDataScript = script(`
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'data', ARGV[2], 'version', ARGV[1] + 1)
return 1`);

/** KEYS session, tokens. ARGV from, to, keyId. */
export const resealScript = script(`
if redis.call('HGET', KEYS[2], 'sealed') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], 'sealed', ARGV[2])
redis.call('HSET', KEYS[1], 'keyId', ARGV[3])
return 1`);

/** KEYS tokens. ARGV owner, until, now. Returns the sealed tokens, 0 when another owner has the lease, nothing when the session is gone. */
export const leaseScript = script(`
local tokens = redis.call('HMGET', KEYS[1], 'sealed', 'owner', 'until')
if not tokens[1] then return nil end
if tokens[2] and tokens[2] ~= ARGV[1] and tonumber(tokens[3]) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', ARGV[2])
return tokens[1]`);

/** KEYS tokens. ARGV owner, sealed. Returns 0 when the lease is lost, or the session is gone. */
export const saveTokensScript = script(`
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'sealed', ARGV[2])
return 1`);

/** KEYS tokens. ARGV owner. */
export const releaseScript = script(`
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('HDEL', KEYS[1], 'owner', 'until') end`);

/** KEYS session, tokens. ARGV the fields. Returns their values and the sealed tokens; nothing when the session is gone already. */
export const removeScript = script(`
local values = redis.call('HMGET', KEYS[1], unpack(ARGV))
if not values[1] then return nil end
values[#values + 1] = redis.call('HGET', KEYS[2], 'sealed')
redis.call('DEL', KEYS[1], KEYS[2])
return values`);

/** KEYS index. ARGV session key, end, now. Drops what is over, and lets the whole set expire with its last member. */
export const indexScript = script(`
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] then redis.call('PEXPIREAT', KEYS[1], last[2]) end`);

/** KEYS claim. ARGV end, now. Returns 0 when it is claimed already. */
export const claimScript = script(`
local claimed = redis.call('GET', KEYS[1])
if claimed and tonumber(claimed) > tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[1])
return 1`);
