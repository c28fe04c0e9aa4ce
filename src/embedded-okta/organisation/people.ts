import { makePerson, type Person, type PersonDetails } from './person.js';
import { ODD_CLAIMS } from './people-with-odd-claims.js';
import { REFUSED } from './people-who-are-refused.js';

const ORDINARY: readonly PersonDetails[] = [
  { username: 'alice@example.com', givenName: 'Alice', familyName: 'Archer', groups: ['Everyone', 'Admins'] },
  { username: 'bob@example.com', givenName: 'Bob', familyName: 'Builder' },
];

/** Everyone in the organisation: two people who simply sign in, and one for each thing that can go differently. */
export const PEOPLE: readonly Person[] = [...ORDINARY, ...REFUSED, ...ODD_CLAIMS].map(makePerson);
