// What directories send, once more on PostgreSQL.
import { removePostgres } from './on-postgres.js';
import '../e2e/scim/audit.e2e-spec.js';
import '../e2e/scim/entra-dialects.e2e-spec.js';
import '../e2e/scim/entra-documentation.e2e-spec.js';
import '../e2e/scim/okta-requests.e2e-spec.js';
import '../e2e/scim/okta-spec-test.e2e-spec.js';
import '../e2e/scim/rfc-7644-changes.e2e-spec.js';
import '../e2e/scim/rfc-7644.e2e-spec.js';
// At the end: it reads the log, which goes to the application that was started last.
import '../e2e/scim/bad-input.e2e-spec.js';

afterAll(removePostgres);
