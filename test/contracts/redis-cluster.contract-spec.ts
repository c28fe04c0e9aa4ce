import { startRedisCluster } from '../servers/redis.js';
import { redisSessions } from './backends.js';
import { describeSessions } from './session-contract.js';

describeSessions('Redis cluster', async () => redisSessions(await startRedisCluster()));
