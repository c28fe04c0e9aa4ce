// Apart from the others, which close every scenario after each test.
import { removePostgres } from './on-postgres.js';
import '../conformance/attacks/any-input.conformance-spec.js';

afterAll(removePostgres);
