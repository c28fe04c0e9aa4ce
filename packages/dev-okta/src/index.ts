export type { EmbeddedOkta, EmbeddedOktaSwitches } from './embedded-okta.js';
export { managementToken } from './management/management-api.js';
export { startEmbeddedOkta } from './start.js';
