import { startPair } from '../support/start-pair.js';

describe('RATE_LIMIT', () => {
  it('answers 429 with a page and Retry-After beyond the limit, and leaves pages alone', async () => {
    const pair = await startPair({ RATE_LIMIT: '3' });
    const login = (): Promise<Response> => fetch(`${pair.url}/login`, { headers: { accept: 'text/html' }, redirect: 'manual' });
    for (let count = 0; count < 3; count++) expect((await login()).status).toBe(302);
    const refused = await login();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('Too many');
    expect((await fetch(`${pair.url}/logout`, { method: 'POST', headers: { accept: 'application/json' } })).status).toBe(429);
    expect((await fetch(`${pair.url}/`)).status).toBe(200);
    expect((await fetch(`${pair.url}/healthz`)).status).toBe(200);
    await pair.close();
  });

  it('names who is over it once, and writes no line for each request of a flood', async () => {
    const pair = await startPair({ RATE_LIMIT: '2', LOG_LEVEL: 'info' });
    for (let count = 0; count < 12; count++) await fetch(`${pair.url}/logout`, { method: 'POST' });
    await pair.close();
    const lines = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ status }) => status === 429)).toEqual([]);
    const named = lines.filter(({ context }) => context === 'Limits').map(({ message }) => message);
    expect(named).toEqual([expect.stringMatching(/^(127\.0\.0\.1|0:0:0:0::\/64) is over RATE_LIMIT and is refused for \d+ s\.$/)]);
  });
});
