import { freePort } from '../support/free-port.js';
import { startPair } from '../support/start-pair.js';

describe('While the sessions cannot be read', () => {
  it('the start page is there, keeps the cookie and says what is the matter', async () => {
    const pair = await startPair({ SESSION_STORE_URL: `redis://127.0.0.1:${await freePort()}` });
    const start = new URL(pair.url);
    const headers = { cookie: `signin_${start.port}_session=${'A'.repeat(43)}`, accept: 'text/html' };
    const home = await fetch(`${pair.url}/`, { headers });
    expect(home.status).toBe(200);
    expect([home.headers.get('set-cookie'), home.headers.get('cache-control')]).toEqual([null, 'no-store']);
    expect(await home.text()).toContain('The sessions cannot be read at the moment');
    expect((await fetch(`${pair.url}/profile`, { headers, redirect: 'manual' })).status).toBe(503);
    await pair.close();
  });
});
