import { askedAuthentication } from './asked-authentication.js';

const acr = (values: string) => ({ acr_values: values });

describe('askedAuthentication', () => {
  it('asks for nothing where neither settings nor request do', () => {
    expect(askedAuthentication({ prompt: 'login' }, {})).toEqual({});
  });

  it('asks for what the settings ask for, and for what a request asks for beside them', () => {
    expect(askedAuthentication({ acr_values: 'a  b', max_age: '300' })).toEqual({ acrValues: ['a', 'b'], maxAge: 300 });
    expect(askedAuthentication({}, { acrValues: ['a'], maxAge: 0 })).toEqual({ acrValues: ['a'], maxAge: 0 });
  });

  it.each([
    ['300', 99_999_999, 300],
    ['300', 60, 60],
    ['0', 60, 0],
    ['soon', 60, 0],
  ])('takes the shorter of max_age %s in the settings and %i in the request', (max_age, maxAge, taken) => {
    expect(askedAuthentication({ max_age }, { maxAge })).toEqual({ maxAge: taken });
  });

  it.each([
    ['strong', ['weak'], ['strong']],
    ['strong weak', ['weak'], ['weak']],
    ['strong weak', ['weak', 'other'], ['weak']],
    ['strong weak', [], ['strong', 'weak']],
  ])('lets a request name some of the classes %s, and no others: %j', (settings, acrValues, taken) => {
    expect(askedAuthentication(acr(settings), { acrValues })).toEqual({ acrValues: taken });
  });

  it.each([
    [{ id_token: { acr: { essential: true, value: 'strong' } } }, ['strong']],
    [{ id_token: { acr: { essential: true, values: ['strong', 'phr'] } } }, ['strong', 'phr']],
    [{ id_token: { acr: { values: ['strong'] } } }, undefined],
    [{ id_token: { acr: null } }, undefined],
    [{ userinfo: { acr: { essential: true, value: 'strong' } } }, undefined],
  ])('reads an essential acr of the claims parameter: %j', (claims, acrValues) => {
    expect(askedAuthentication({ claims: JSON.stringify(claims) }).acrValues).toEqual(acrValues);
  });
});
