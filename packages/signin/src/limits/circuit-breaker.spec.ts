import { CircuitBreaker } from './circuit-breaker.js';

describe('CircuitBreaker', () => {
  it('calls a store that failed again only after five seconds', async () => {
    let now = 0;
    let calls = 0;
    const breaker = new CircuitBreaker(() => now);
    const ask = (works: boolean): Promise<string> =>
      breaker.call(() => {
        calls += 1;
        return works ? Promise.resolve('counted') : Promise.reject(new Error('down'));
      });

    await expect(ask(false)).rejects.toThrow('down');
    now = 4999;
    await expect(ask(true)).rejects.toThrow('is not called');
    expect(calls).toBe(1);
    now = 5000;
    expect(await ask(true)).toBe('counted');
    expect(await ask(true)).toBe('counted');
  });
});
