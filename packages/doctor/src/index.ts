export { doctor } from './doctor/doctor.js';
export { setup } from './setup/setup.js';
