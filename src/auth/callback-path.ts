export { callbackPath } from '../config/own-addresses.js';
