import { startRedis } from '../servers/redis.js';
import { redisSessions } from './backends.js';
import { describeSessions } from './session-contract.js';

describeSessions('Redis', async () => redisSessions(await startRedis()));
