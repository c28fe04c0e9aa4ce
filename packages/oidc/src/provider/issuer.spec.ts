import { compareIssuers, issuerRule } from './issuer.js';

const template = 'https://login.microsoftonline.com/{tenantid}/v2.0';
const ofTenant = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;

describe('compareIssuers', () => {
  it.each([
    ['https://a.example', 'https://a.example', 'same'],
    ['https://a.example', 'https://a.example/', 'slash'],
    ['https://a.example/x/', 'https://a.example/x', 'slash'],
    ['https://a.example', 'https://A.example', 'different'],
    ['https://a.example', 'https://a.example//', 'different'],
    ['https://a.example', 'https://b.example', 'different'],
    [ofTenant('common'), template, 'template'],
    ['https://login.microsoftonline.com/a/b/v2.0', template, 'different'],
    ['https://loginXmicrosoftonline.com/common/v2.0', template, 'different'],
  ])('compares %s and %s as %s', (configured, documented, expected) => {
    expect(compareIssuers(configured, documented)).toBe(expected);
  });
});

describe('issuerRule', () => {
  it('accepts the very same string only', () => {
    const { accepts } = issuerRule('https://Host.example/', []);
    expect(['https://Host.example/', 'https://host.example/', 'https://Host.example', undefined, 7].map((iss) => accepts(iss))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('accepts of a template only the tenants that are let in', () => {
    const { accepts } = issuerRule(template, ['one', 'two']);
    expect(accepts(ofTenant('one'), { tid: 'one' })).toBe(true);
    expect(accepts(ofTenant('one'))).toBe(true);
    expect(accepts(ofTenant('three'), { tid: 'three' })).toBe(false);
    expect(accepts(ofTenant('one'), { tid: 'two' })).toBe(false);
    expect(accepts(ofTenant('one'), {})).toBe(false);
    expect(accepts(template, {})).toBe(false);
    expect(accepts(`${ofTenant('one')}/more`)).toBe(false);
  });

  it('accepts every tenant where * says so', () => {
    expect(issuerRule(template, ['*']).accepts(ofTenant('any'), { tid: 'any' })).toBe(true);
    expect(issuerRule(template, []).accepts(ofTenant('any'))).toBe(false);
  });
});
