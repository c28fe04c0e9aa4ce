// The attacks that bring texts of others, once more on PostgreSQL: it refuses values that SQLite takes.
import { removePostgres } from './on-postgres.js';
import '../conformance/attacks/callback-once.conformance-spec.js';
import '../conformance/attacks/injection.conformance-spec.js';
import '../conformance/attacks/odd-texts.conformance-spec.js';
import '../conformance/attacks/sign-out-channels.conformance-spec.js';
import '../e2e/odd-claims.e2e-spec.js';

afterAll(removePostgres);
