export { ScimModule, type ScimModuleOptions } from './scim.module.js';
