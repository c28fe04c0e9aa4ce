import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { oktaDocument } from './document.js';

// Both packages/doctor/src/diagnosis and dist/diagnosis stand two levels below the root.
const file = new URL('../../../../docs/okta.md', import.meta.url);
writeFileSync(file, oktaDocument());
console.log(`Wrote ${fileURLToPath(file)}`);
