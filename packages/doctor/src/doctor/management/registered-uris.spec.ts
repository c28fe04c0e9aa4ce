import { nearMiss } from './registered-uris.js';

const wanted = 'http://localhost:8080/authorization-code/callback';

describe('nearMiss', () => {
  it.each([
    ['http://localhost:8080/authorization-code/callback/', 'the slash at the end'],
    ['https://localhost:8080/authorization-code/callback', 'http and https'],
    ['http://127.0.0.1:8080/authorization-code/callback', 'localhost and 127.0.0.1'],
    ['http://localhost:8080/Authorization-Code/callback', 'upper and lower case'],
    ['http://localhost:3000/authorization-code/callback', 'the port'],
    ['http://localhost:8080/authorization-code/callback?tenant=1', 'the query'],
    ['http://localhost:8080/callback', 'the path'],
  ])('%s differs by %s', (registered, by) => {
    expect(nearMiss(wanted, ['https://elsewhere.example/callback', registered])).toBe(`${registered} is registered: it differs by ${by}.`);
  });

  it('finds nothing in another address', () => {
    expect(nearMiss(wanted, ['https://elsewhere.example/callback', 'not an address'])).toBeUndefined();
  });
});
