import { closeScenarios, startScenario, type Scenario } from '../conformance/scenario.js';
import { postUniversalLogout, revocationRequest } from '../conformance/revocation-request.js';

describe('Universal Logout', () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await startScenario();
    await scenario.signIn();
  });
  afterAll(closeScenarios);

  const { issuer, sub } = { issuer: 'https://provider.test', sub: 'person-1' };

  it.each([
    ['nothing', {}],
    ['no object', 'null'],
    ['a list', '[]'],
    ['a text', '"sub_id"'],
    ['a subject that is a text', { sub_id: 'alice' }],
    ['a subject that is null', { sub_id: null }],
    ['a subject without a format', { sub_id: { iss: issuer, sub } }],
    ['a format that Okta does not send', { sub_id: { format: 'phone_number', phone_number: '+12065550100' } }],
    ['a format that is no text', { sub_id: { format: ['iss_sub'], iss: issuer, sub } }],
    ['no issuer', { sub_id: { format: 'iss_sub', sub } }],
    ['no subject', { sub_id: { format: 'iss_sub', iss: issuer } }],
    ['an empty subject', { sub_id: { format: 'iss_sub', iss: issuer, sub: '' } }],
    ['a subject that is a number', { sub_id: { format: 'iss_sub', iss: issuer, sub: 7 } }],
    ['a subject that is too long', { sub_id: { format: 'iss_sub', iss: issuer, sub: 'x'.repeat(2001) } }],
    ['no address', { sub_id: { format: 'email' } }],
    ['an address that is an object', { sub_id: { format: 'email', email: { toString: 'alice@example.com' } } }],
    ['a subject from the prototype', '{"__proto__":{"sub_id":{"format":"email","email":"alice@example.com"}}}'],
  ])('answers 400 to %s, and ends nothing', async (_what, body) => {
    const answer = await postUniversalLogout(scenario.app.url, await revocationRequest(scenario), body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/(problem\+)?json/);
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it('answers 400 to a body that is no JSON, and 415 to a form', async () => {
    const token = await revocationRequest(scenario);
    expect((await postUniversalLogout(scenario.app.url, token, '{"sub_id":')).status).toBe(400);
    expect((await postUniversalLogout(scenario.app.url, token, '')).status).toBe(400);
    const xml = { authorization: `Bearer ${token}`, 'content-type': 'text/xml' };
    expect((await fetch(`${scenario.app.url}/universal-logout`, { method: 'POST', headers: xml, body: '<sub/>' })).status).toBe(415);
  });

  it('says exactly this, whatever is wrong with the subject', async () => {
    const answer = await postUniversalLogout(scenario.app.url, await revocationRequest(scenario), {
      sub_id: { format: 'opaque', id: '7' },
    });
    expect(await answer.text()).toBe('{"error":"invalid_request"}');
  });

  it('asks for another token when one was used with a body that was not understood', async () => {
    const token = await revocationRequest(scenario);
    const good = { sub_id: { format: 'iss_sub', iss: scenario.provider.issuer, sub: scenario.provider.person.sub } };
    expect((await postUniversalLogout(scenario.app.url, token, {})).status).toBe(400);
    expect((await postUniversalLogout(scenario.app.url, token, good)).status).toBe(401);
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it('logs neither the token nor whose sessions were asked for, at any level', async () => {
    const named = ['subject-that-nobody-has', 'address-that-nobody-has@example.com'];
    const tokens = [
      await revocationRequest(scenario),
      await revocationRequest(scenario),
      await revocationRequest(scenario, { alg: 'none' }),
    ];
    const bodies = [
      { sub_id: { format: 'iss_sub', iss: scenario.provider.issuer, sub: named[0] } },
      { sub_id: { format: 'email', email: named[1] } },
      { sub_id: { format: 'email', email: named[1] } },
    ];
    const before = scenario.app.log.length;
    const statuses: number[] = [];
    for (const [index, token] of tokens.entries()) {
      statuses.push((await postUniversalLogout(scenario.app.url, token, bodies[index])).status);
      statuses.push((await postUniversalLogout(scenario.app.url, token, '{"sub_id":')).status);
    }
    expect(statuses).toEqual([404, 400, 404, 400, 401, 400]);
    const said = scenario.app.log.slice(before).join('\n');
    expect(said).toContain('universal-logout');
    expect(said).toContain('A universal logout was refused');
    for (const secret of [...named, ...tokens.flatMap((token) => token.split('.').filter((part) => part !== ''))])
      expect(said).not.toContain(secret);
  });
});
