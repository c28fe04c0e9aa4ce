import { diagnose } from './diagnose.js';
import { Diagnoser } from './diagnoser.js';
import type { Facts } from './diagnosis.js';
import type { Symptom } from './symptom.js';

const facts: Facts = {
  issuer: 'https://id.example',
  orgUrl: undefined,
  authServerId: undefined,
  clientId: 'client',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid'],
  groupsClaim: 'groups',
};
const symptoms: readonly Symptom[] = [
  { where: 'application', code: 'too_many_requests' },
  { where: 'callback', code: 'transaction_missing' },
  { where: 'token', code: 'token_refused', status: 400 },
  { where: 'token', code: 'token_refused', status: 401 },
  {
    where: 'authorize',
    code: 'authorization_refused',
    error: 'access_denied',
    description: 'User is not assigned to the client application.',
  },
  { where: 'authorize', code: 'authorization_refused', error: 'access_denied' },
];

describe('Diagnoser', () => {
  it('says what diagnose() says, the first time and every other', () => {
    const diagnoser = new Diagnoser(facts);
    const all = [...symptoms, ...[...symptoms].reverse(), ...symptoms];
    expect(all.map((symptom) => diagnoser.diagnose(symptom))).toEqual(all.map((symptom) => diagnose(symptom, facts)));
  });

  it('looks up once what only our own code names', () => {
    const diagnoser = new Diagnoser(facts);
    const [first] = symptoms.map((symptom) => diagnoser.diagnose(symptom));
    expect(diagnoser.diagnose({ where: 'application', code: 'too_many_requests' })).toBe(first);
  });

  it('keeps nothing for words from outside', () => {
    const diagnoser = new Diagnoser(facts);
    const symptom: Symptom = { where: 'authorize', code: 'authorization_refused', error: 'made_up' };
    expect(diagnoser.diagnose(symptom)).not.toBe(diagnoser.diagnose(symptom));
  });
});
