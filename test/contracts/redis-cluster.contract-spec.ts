import { startRedisCluster } from '../servers/redis.js';
import { redisSessions } from './backends.js';
import { describeSessionsOnServer } from './session-contract.js';

describeSessionsOnServer('Redis cluster', async () => redisSessions(await startRedisCluster()));
