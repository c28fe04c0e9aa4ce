import { sqliteFile, sqliteInMemory } from './backends.js';
import { describeSessions } from './session-contract.js';

describeSessions('SQLite in a file', sqliteFile);
describeSessions('SQLite in memory', sqliteInMemory);
