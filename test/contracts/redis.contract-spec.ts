import { startRedis } from '../servers/redis.js';
import { redisSessions } from './backends.js';
import { describeSessionsOnServer } from './session-contract.js';

describeSessionsOnServer('Redis', async () => redisSessions(await startRedis()));
